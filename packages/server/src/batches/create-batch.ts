import type { Batch, CreateBatchRequest } from '@samewire/shared-types';
import { createAnswerId } from '../engine-to-wire/answer-head.ts';

const windowSeconds = 86_400;

/** A batch of which nothing has been looked at yet. */
export function createBatch(body: CreateBatchRequest): Batch {
  const createdAt = Math.floor(Date.now() / 1000);
  return {
    id: createAnswerId('batch_', 24),
    object: 'batch',
    endpoint: body.endpoint,
    errors: null,
    input_file_id: body.input_file_id,
    completion_window: body.completion_window,
    status: 'validating',
    output_file_id: null,
    error_file_id: null,
    created_at: createdAt,
    in_progress_at: null,
    expires_at: createdAt + windowSeconds,
    finalizing_at: null,
    completed_at: null,
    failed_at: null,
    expired_at: null,
    cancelling_at: null,
    cancelled_at: null,
    request_counts: { total: 0, completed: 0, failed: 0 },
    metadata: body.metadata ?? null,
  };
}
