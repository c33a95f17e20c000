import type { SeedOf } from '@samewire/shared-types';
import type { BatchRecord } from '../batches/batch-store.ts';
import { createBatch } from '../batches/create-batch.ts';

/** A batch as it would be stored if it had run. */
export function toSeedBatch(seed: SeedOf<'batch'>): BatchRecord {
  const { id, endpoint, input_file_id: input, metadata } = seed;
  const created = createBatch({
    endpoint,
    input_file_id: input,
    completion_window: '24h',
    metadata: metadata ?? null,
  });
  const { created_at: now } = created;
  return {
    batch: {
      ...created,
      id,
      status: 'completed',
      output_file_id: seed.output_file_id ?? null,
      in_progress_at: now,
      finalizing_at: now,
      completed_at: now,
    },
    outputExpiresAfter: null,
  };
}
