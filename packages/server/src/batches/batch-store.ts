import type { Batch, FileExpiry } from '@samewire/shared-types';
import { Collection, type TypedDocument } from '../state/collection.ts';
import type { Change, ListQuery, StateStore } from '../state/state-store.ts';

/** What is kept of a batch. */
export interface BatchRecord {
  readonly batch: Batch;
  readonly outputExpiresAfter: FileExpiry | null;
}

/** One line of the output, or of the errors. */
export interface BatchResult {
  readonly isError: boolean;
  readonly line: object;
}

export interface BatchKey {
  readonly owner: string;
  readonly id: string;
}

/** Results outlive their batch a little, in case the server stops while it ends. */
const secondsPerWeek = 604_800;

/** Batches and, until their files are written, the results of their requests. */
export class BatchStore {
  readonly state: StateStore;
  readonly #batches: Collection<BatchRecord>;
  readonly #results: Collection<BatchResult>;

  constructor(state: StateStore) {
    this.state = state;
    this.#batches = new Collection<BatchRecord>(state, 'batches');
    this.#results = new Collection<BatchResult>(state, 'batch-results');
  }

  async get(key: BatchKey): Promise<BatchRecord | undefined> {
    return (await this.#batches.get(key))?.content;
  }

  async list(
    owner: string,
    query: Pick<ListQuery, 'limit' | 'order' | 'after'>,
  ): Promise<{ batches: Batch[]; hasMore: boolean }> {
    const { documents, hasMore } = await this.#batches.list({ owner, ...query });
    return { batches: documents.map(({ content }) => content.batch), hasMore };
  }

  /** Those of all owners that have not ended, oldest first. */
  async open(): Promise<TypedDocument<BatchRecord>[]> {
    const found: TypedDocument<BatchRecord>[] = [];
    for (;;) {
      const after = found.at(-1)?.id;
      const { documents, hasMore } = await this.#batches.list({
        labels: { open: 'yes' },
        order: 'asc',
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...documents);
      if (!hasMore) return found;
    }
  }

  insert(owner: string, record: BatchRecord): Change {
    const labels = { open: 'yes' };
    return this.#batches.insert({ id: record.batch.id, owner, labels, content: record });
  }

  /** The changes that put a batch that has ended in the place of the one of its id. */
  replace(owner: string, record: BatchRecord): Promise<Change[]> {
    const { id } = record.batch;
    return this.#batches.replace({ id, owner, labels: { open: 'no' }, content: record });
  }

  update(key: BatchKey, record: BatchRecord, isOpen: boolean): Change {
    const labels = { open: isOpen ? 'yes' : 'no' };
    return this.#batches.update(key, { labels, content: record });
  }

  /** @param number of the request's line, from 0 */
  insertResult(
    { owner, id }: BatchKey,
    number: number,
    result: BatchResult,
    batchExpiresAt: number,
  ): Change {
    return this.#results.insert({
      id: String(number),
      owner,
      parent: id,
      expiresAt: batchExpiresAt + secondsPerWeek,
      labels: { kind: result.isError ? 'error' : 'output' },
      content: result,
    });
  }

  async *results(
    { owner, id }: BatchKey,
    kind?: 'output' | 'error',
  ): AsyncGenerator<{ readonly number: number; readonly result: BatchResult }> {
    let after: string | undefined;
    for (;;) {
      const { documents, hasMore } = await this.#results.list({
        owner,
        parent: id,
        labels: kind === undefined ? {} : { kind },
        order: 'asc',
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      for (const document of documents)
        yield { number: Number(document.id), result: document.content };
      after = documents.at(-1)?.id;
      if (!hasMore) return;
    }
  }

  /** To be called when the results are in files. */
  async deleteResults({ owner, id }: BatchKey): Promise<void> {
    for (;;) {
      const query = { owner, parent: id, order: 'asc' as const, limit: 100 };
      const { documents } = await this.#results.list(query);
      if (documents.length === 0) return;
      await this.state.write(
        documents.map((document) =>
          this.#results.delete({ owner, parent: id, id: document.id }),
        ),
      );
    }
  }
}
