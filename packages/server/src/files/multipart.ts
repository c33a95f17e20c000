import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { WireError } from '../errors/wire-error.ts';
import type { TemporaryBlob } from './temporary-blob.ts';

/** A form with one file. */
export interface FileForm {
  /** The other fields; `a[b]` is `b` inside `a`. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly filename: string;
  readonly blob: TemporaryBlob;
}

/**
 * Reads a form, its file straight into a blob, whatever the order of the fields.
 *
 * @param fileField name of the field with the file
 * @throws WireError if there is no such file, or one too many
 */
export async function readFileForm(
  request: FastifyRequest,
  fileField: string,
  begin: () => Promise<TemporaryBlob>,
): Promise<FileForm> {
  if (!request.isMultipart())
    throw new WireError(
      "Invalid content type: expected 'multipart/form-data' with a file.",
      { status: 415 },
    );
  const fields: Record<string, unknown> = {};
  let file: { readonly filename: string; readonly blob: TemporaryBlob } | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        setField(fields, part);
      } else if (part.fieldname === fileField && file === undefined) {
        file = { filename: part.filename ?? fileField, blob: await begin() };
        await file.blob.appendAll(part.file);
      } else {
        part.file.resume();
        throw new WireError(
          `Additional properties are not allowed ('${part.fieldname}' was unexpected)`,
        );
      }
    }
    if (file === undefined) throw new WireError(`'${fileField}' is a required property`);
    return { fields, ...file };
  } catch (error) {
    await file?.blob.drop();
    throw error;
  }
}

function setField(
  fields: Record<string, unknown>,
  { fieldname, value }: Extract<Multipart, { type: 'field' }>,
): void {
  const [, outer, inner] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(fieldname) ?? [];
  if (outer === undefined || inner === undefined) define(fields, fieldname, value);
  else {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value);
    const others = Object.entries(fields[outer] ?? {});
    const entries = [...others, [inner, number ? Number(value) : value]];
    define(fields, outer, Object.fromEntries(entries));
  }
}

/** Not by assignment: a client may send a field called `__proto__`. */
function define(fields: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(fields, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
