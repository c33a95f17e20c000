import type { InjectOptions } from 'fastify';

const boundary = 'samewire-test-boundary';

/** A form with fields and perhaps a file, as an HTTP client would send it. */
export function form(
  url: string,
  fields: Readonly<Record<string, string>>,
  file?: readonly [field: string, filename: string, content: string | Buffer],
  options: { readonly fileFirst?: boolean } = {},
): InjectOptions & { method: 'POST' } {
  const parts = Object.entries(fields).map(([name, value]) =>
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
  );
  if (file !== undefined) {
    const [field, filename, content] = file;
    const place = options.fileFirst === true ? 0 : parts.length;
    parts.splice(
      place,
      0,
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; ` +
          `filename="${filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from('\r\n'),
    );
  }

  return {
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
