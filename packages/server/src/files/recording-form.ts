import type { FastifyRequest } from 'fastify';
import { bodyTooLarge } from '../errors/standard-errors.ts';
import { WireError } from '../errors/wire-error.ts';

/** A form with one recording, which is held in memory: the engine takes it as a whole. */
export interface RecordingForm {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/** @throws WireError for a form without `file`, or one of too many bytes */
export async function readRecordingForm(
  request: FastifyRequest,
  maxBytes: number,
): Promise<RecordingForm> {
  if (!request.isMultipart())
    throw new WireError(
      "Invalid content type: expected 'multipart/form-data' with a file.",
      { status: 415 },
    );
  const fields = new Map<string, unknown>();
  const chunks: Buffer[] = [];
  let numBytes = 0;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields.set(part.fieldname, part.value);
      continue;
    }
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      numBytes += chunk.length;
      if (numBytes > maxBytes) throw bodyTooLarge(maxBytes);
      if (part.fieldname === 'file') chunks.push(chunk);
    }
  }
  if (chunks.length === 0)
    throw new WireError("Missing required parameter: 'file'.", {
      param: 'file',
      code: 'missing_required_parameter',
    });
  return { fields: Object.fromEntries(fields), bytes: Buffer.concat(chunks) };
}
