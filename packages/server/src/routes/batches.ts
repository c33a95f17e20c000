import {
  Batch,
  batchEndpoints,
  BatchList,
  BatchListQuery,
  CreateBatchRequest,
  ErrorBody,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import type { BatchRunner } from '../batches/batch-runner.ts';
import type { BatchStore } from '../batches/batch-store.ts';
import { createBatch } from '../batches/create-batch.ts';
import { andList } from '../errors/fault-words.ts';
import { listStored } from '../errors/state-errors.ts';
import { quoted, WireError } from '../errors/wire-error.ts';
import type { FileStore } from '../files/file-store.ts';
import { toListPage } from '../state-to-wire/list-page.ts';
import { toPageQuery } from '../wire-to-state/page-query.ts';
import { unknownFile } from './files.ts';
import type { TypedServer } from './route-context.ts';

export interface BatchRouteOptions {
  readonly batches: BatchStore;
  readonly runner: BatchRunner;
  readonly files: FileStore;
  /** Whether one that has ended may be cancelled, which changes nothing. */
  readonly isLenient: boolean;
}

const params = Type.Object({ batch_id: Type.String() });
const path = '/v1/batches/:batch_id';

/** `/v1/batches` and what is below. */
export function addBatchRoutes(
  server: TypedServer,
  { batches, runner, files, isLenient }: BatchRouteOptions,
): void {
  server.post(
    '/v1/batches',
    {
      schema: {
        ...described('Run the requests of a file in the background'),
        body: CreateBatchRequest,
        response: { 200: Batch, '4xx': ErrorBody },
      },
    },
    async ({ body, owner }) => {
      requireServed(server, body.endpoint);
      const file = await files.get(owner, body.input_file_id);
      if (file === undefined) throw unknownFile(body.input_file_id, 'input_file_id');
      if (file.purpose !== 'batch')
        throw new WireError(
          `Invalid 'input_file_id': expected a file with purpose 'batch', but got one ` +
            `with purpose '${file.purpose}' instead.`,
          { param: 'input_file_id', code: 'invalid_value' },
        );
      const record = {
        batch: createBatch(body),
        outputExpiresAfter: body.output_expires_after ?? null,
      };
      await batches.state.write([batches.insert(owner, record)]);
      runner.add(owner, record);
      return record.batch;
    },
  );

  server.get(
    '/v1/batches',
    {
      schema: {
        ...described('The batches, newest first'),
        querystring: BatchListQuery,
        response: { 200: BatchList, '4xx': ErrorBody },
      },
    },
    async ({ query, owner }) => {
      const page = batches.list(owner, toPageQuery(query, 'desc'));
      const { batches: data, hasMore } = await listStored(page, query);
      return toListPage(data, hasMore);
    },
  );

  server.get(
    path,
    {
      schema: {
        ...described('A batch'),
        params,
        response: { 200: Batch, '4xx': ErrorBody },
      },
    },
    async ({ params: { batch_id: id }, owner }) => requireBatch(owner, id),
  );

  server.post(
    `${path}/cancel`,
    {
      schema: {
        ...described('Make no more requests of a batch'),
        params,
        response: { 200: Batch, '4xx': ErrorBody },
      },
    },
    async ({ params: { batch_id: id }, owner }) => {
      const cancelled = await runner.cancel({ owner, id });
      if (cancelled !== undefined) return cancelled;
      const batch = await requireBatch(owner, id);
      if (isLenient) return batch;
      const { status } = batch;
      throw new WireError(`Cannot cancel a batch with status '${status}'.`, {
        status: 409,
      });
    },
  );

  async function requireBatch(owner: string, id: string): Promise<Batch> {
    const found = await batches.get({ owner, id });
    if (found === undefined)
      throw new WireError(`No batch found with id '${quoted(id)}'.`, { status: 404 });
    return found.batch;
  }
}

/** An endpoint that OpenAI has and this server has not. */
function requireServed(server: TypedServer, endpoint: string): void {
  const served = batchEndpoints.filter((url) => server.hasRoute({ method: 'POST', url }));
  if (served.some((url) => url === endpoint)) return;
  throw new WireError(
    `Invalid value: '${endpoint}'. Supported values are: ${andList(served)}.`,
    { param: 'endpoint', code: 'invalid_value' },
  );
}

function described(summary: string) {
  return { tags: ['Batches'], summary };
}
