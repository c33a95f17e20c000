import {
  CreateFileFields,
  DeletedFile,
  ErrorBody,
  FileList,
  FileListQuery,
  FileObject,
} from '@samewire/shared-types';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { listStored } from '../errors/state-errors.ts';
import { quoted, WireError } from '../errors/wire-error.ts';
import { readFileForm } from '../files/multipart.ts';
import { toListPage } from '../state-to-wire/list-page.ts';
import { toPageQuery } from '../wire-to-state/page-query.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

const params = Type.Object({ file_id: Type.String() });
const path = '/v1/files/:file_id';

/** `/v1/files` and what is below. To be added where forms are read. */
export function addFileRoutes(
  server: TypedServer,
  { files, state }: Pick<RouteContext, 'files' | 'state'>,
): void {
  const requireFile = async (owner: string, id: string) => {
    const file = await files.get(owner, id);
    if (file === undefined) throw unknownFile(id);
    return file;
  };

  server.post(
    '/v1/files',
    {
      schema: {
        ...described('Upload a file, as a form with `file` and `purpose`'),
        consumes: ['multipart/form-data'],
        response: { 200: FileObject, '4xx': ErrorBody },
      },
    },
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Fastify awaits it
    async (request) => {
      const { owner } = request;
      const form = await readFileForm(request, 'file', () => files.begin());
      try {
        const { purpose, expires_after: expiresAfter } = checkFields(
          request,
          form.fields,
        );
        const { filename, blob } = form;
        const created = files.toFile(blob, { owner, filename, purpose, expiresAfter });
        await state.write(created.changes);
        return created.file;
      } catch (error) {
        await form.blob.drop();
        throw error;
      }
    },
  );

  server.get(
    '/v1/files',
    {
      schema: {
        ...described('The files'),
        querystring: FileListQuery,
        response: { 200: FileList, '4xx': ErrorBody },
      },
    },
    async ({ query, owner }) => {
      const page = toPageQuery({ limit: 10_000, ...query }, 'desc');
      const { files: data, hasMore } = await listStored(
        files.list(owner, page, query.purpose),
        query,
      );
      return toListPage(data, hasMore);
    },
  );

  server.get(
    path,
    {
      schema: {
        ...described('What is known of a file'),
        params,
        response: { 200: FileObject, '4xx': ErrorBody },
      },
    },
    ({ params: { file_id: id }, owner }) => requireFile(owner, id),
  );

  server.get(
    `${path}/content`,
    { schema: { ...described('The bytes of a file'), params } },
    async ({ params: { file_id: id }, owner }, reply) => {
      const { bytes, filename } = await requireFile(owner, id);
      return reply
        .headers({
          'content-type': 'application/octet-stream',
          'content-length': bytes,
          'content-disposition': `attachment; filename*=UTF-8''${encodeFilename(filename)}`,
          'x-content-type-options': 'nosniff',
        })
        .send(Readable.from(files.read(id), { objectMode: false }));
    },
  );

  server.delete(
    path,
    {
      schema: {
        ...described('Delete a file'),
        params,
        response: { 200: DeletedFile, '4xx': ErrorBody },
      },
    },
    async ({ params: { file_id: id }, owner }) => {
      if (!(await files.delete(owner, id))) throw unknownFile(id);
      return { object: 'file' as const, id, deleted: true as const };
    },
  );
}

/** OpenAI's answer to an id of a file that is unknown, or another owner's. */
export function unknownFile(id: string, param = 'id'): WireError {
  return new WireError(`No such File object: ${quoted(id)}`, { status: 404, param });
}

function checkFields(request: FastifyRequest, fields: object): CreateFileFields {
  const check = request.compileValidationSchema(CreateFileFields);
  // What the framework throws for a body: it is told in the words of this path.
  if (!check(fields))
    throw Object.assign(new Error('invalid form'), { validation: check.errors });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return fields as CreateFileFields;
}

function described(summary: string) {
  return { tags: ['Files'], summary };
}

/** As RFC 8187 has it; half a surrogate pair cannot be encoded. */
function encodeFilename(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
