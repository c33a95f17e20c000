import type { Batch } from '@samewire/shared-types';
import type { Change } from '../state/state-store.ts';
import type { BatchKey, BatchRecord, BatchResult, BatchStore } from './batch-store.ts';

const ended: ReadonlySet<Batch['status']> = new Set([
  'failed',
  'completed',
  'expired',
  'cancelled',
]);

/**
 * A batch that has not ended. All its changes go through here, so that what is in the store
 * is never older than what was there before.
 */
export class OpenBatch {
  readonly key: BatchKey;
  readonly #store: BatchStore;
  #record: BatchRecord;

  constructor(store: BatchStore, owner: string, record: BatchRecord) {
    this.#store = store;
    this.#record = record;
    this.key = { owner, id: record.batch.id };
  }

  get batch(): Batch {
    return this.#record.batch;
  }

  get record(): BatchRecord {
    return this.#record;
  }

  get hasEnded(): boolean {
    return ended.has(this.batch.status);
  }

  get isOver(): boolean {
    return (this.batch.expires_at ?? 0) <= now();
  }

  /** Changes it, together with whatever else has to happen at once. */
  async update(changes: Partial<Batch>, others: readonly Change[] = []): Promise<void> {
    this.#record = { ...this.#record, batch: { ...this.batch, ...changes } };
    const update = this.#store.update(this.key, this.#record, !this.hasEnded);
    await this.#store.state.write([...others, update]);
  }

  /** Keeps the result of one request, and counts it. */
  async addResult(number: number, result: BatchResult): Promise<void> {
    const { request_counts: counts, expires_at: expiresAt } = this.batch;
    const request_counts = {
      ...counts,
      completed: counts.completed + (result.isError ? 0 : 1),
      failed: counts.failed + (result.isError ? 1 : 0),
    };
    await this.update({ request_counts }, [
      this.#store.insertResult(this.key, number, result, expiresAt ?? now()),
    ]);
  }
}

/** Unix time in seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
