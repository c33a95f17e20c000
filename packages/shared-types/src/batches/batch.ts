import { type Static, Type } from 'typebox';
import { FileExpiry } from '../files/file.ts';
import { listPage } from '../paging/list-page.ts';
import { implemented, required } from '../schema/request-field.ts';
import { metadata } from '../schema/service-fields.ts';
import { closed, oneOf, orNull } from '../schema/shapes.ts';

/** The endpoints whose requests OpenAI takes in batches. */
export const batchEndpoints = [
  '/v1/responses',
  '/v1/chat/completions',
  '/v1/embeddings',
  '/v1/completions',
  '/v1/moderations',
] as const;

/** The body of `POST /v1/batches`. */
export const CreateBatchRequest = Type.Object(
  {
    input_file_id: required(
      Type.String({ minLength: 1 }),
      'A file of purpose `batch`: JSON Lines, up to 50000 of them.',
    ),
    endpoint: required(
      oneOf(...batchEndpoints),
      'The one endpoint of all its requests; it has to be one that is served.',
    ),
    completion_window: required(
      oneOf('24h'),
      'What is not done by then is answered with `batch_expired`.',
    ),
    metadata,
    output_expires_after: implemented(
      orNull(FileExpiry),
      'When the files with the answers are deleted by themselves.',
    ),
  },
  { ...closed, title: 'CreateBatchRequest' },
);

const BatchFault = Type.Object({
  code: Type.String(),
  message: Type.String(),
  param: orNull(Type.String()),
  line: orNull(Type.Integer()),
});

const time = Type.Optional(orNull(Type.Integer()));

export const Batch = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('batch'),
    endpoint: Type.String(),
    model: Type.Optional(orNull(Type.String())),
    errors: Type.Optional(
      orNull(Type.Object({ object: Type.Literal('list'), data: Type.Array(BatchFault) })),
    ),
    input_file_id: Type.String(),
    completion_window: Type.String(),
    status: oneOf(
      'validating',
      'failed',
      'in_progress',
      'finalizing',
      'completed',
      'expired',
      'cancelling',
      'cancelled',
    ),
    output_file_id: Type.Optional(orNull(Type.String())),
    error_file_id: Type.Optional(orNull(Type.String())),
    created_at: Type.Integer(),
    in_progress_at: time,
    expires_at: time,
    finalizing_at: time,
    completed_at: time,
    failed_at: time,
    expired_at: time,
    cancelling_at: time,
    cancelled_at: time,
    request_counts: Type.Object({
      total: Type.Integer(),
      completed: Type.Integer(),
      failed: Type.Integer(),
    }),
    metadata: orNull(Type.Record(Type.String(), Type.String())),
  },
  { title: 'Batch' },
);

export const BatchList = listPage(Batch, 'BatchList');

/** The query of `GET /v1/batches`. */
export const BatchListQuery = Type.Object({
  after: implemented(Type.String(), 'Begin behind the batch of this id.'),
  limit: implemented(
    Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    'How many to list, newest first; default 20.',
  ),
});

/** One line of a batch's input. */
export const BatchLine = Type.Object(
  {
    custom_id: Type.String({ minLength: 1, maxLength: 512 }),
    method: oneOf('POST'),
    url: Type.String(),
    body: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
);

export type CreateBatchRequest = Static<typeof CreateBatchRequest>;
export type Batch = Static<typeof Batch>;
export type BatchFault = Static<typeof BatchFault>;
export type BatchLine = Static<typeof BatchLine>;
