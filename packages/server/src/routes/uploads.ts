import {
  CompleteUploadRequest,
  CreateUploadRequest,
  ErrorBody,
  Upload,
  UploadPart,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { readFileForm } from '../files/multipart.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

const params = Type.Object({ upload_id: Type.String() });
const path = '/v1/uploads/:upload_id';

/** `/v1/uploads` and what is below. To be added where forms are read. */
export function addUploadRoutes(
  server: TypedServer,
  { uploads }: Pick<RouteContext, 'uploads'>,
): void {
  server.post(
    '/v1/uploads',
    {
      schema: {
        ...described('Begin a file that comes in parts'),
        body: CreateUploadRequest,
        response: { 200: Upload, '4xx': ErrorBody },
      },
    },
    ({ body, owner }) => uploads.create(owner, body),
  );

  server.post(
    `${path}/parts`,
    {
      schema: {
        ...described('Add a part, as a form with `data` of at most 64 MiB'),
        consumes: ['multipart/form-data'],
        params,
        response: { 200: UploadPart, '4xx': ErrorBody },
      },
    },
    async (request) => {
      const { owner } = request;
      const { upload_id: id } = request.params;
      const { blob } = await readFileForm(request, 'data', () =>
        uploads.beginPart(owner, id),
      );
      try {
        return await uploads.addPart(owner, id, blob);
      } catch (error) {
        await blob.drop();
        throw error;
      }
    },
  );

  server.post(
    `${path}/complete`,
    {
      schema: {
        ...described('Put the parts together'),
        params,
        body: CompleteUploadRequest,
        response: { 200: Upload, '4xx': ErrorBody },
      },
    },
    ({ params: { upload_id: id }, body, owner }) =>
      uploads.complete(owner, id, body.part_ids, body.md5),
  );

  server.post(
    `${path}/cancel`,
    {
      schema: {
        ...described('Give an upload up'),
        params,
        response: { 200: Upload, '4xx': ErrorBody },
      },
    },
    ({ params: { upload_id: id }, owner }) => uploads.cancel(owner, id),
  );
}

function described(summary: string) {
  return { tags: ['Uploads'], summary };
}
