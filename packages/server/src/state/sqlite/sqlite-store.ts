import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { StateError } from '../state-error.ts';
import type {
  Change,
  DocumentKey,
  DocumentPage,
  ListQuery,
  StateStore,
  StoredDocument,
} from '../state-store.ts';
import type { CallName, StateAnswer, StateCall } from './messages.ts';
import type { StateDatabase, StateDatabaseOptions } from './state-database.ts';

/** Sources run as they are, built packages as built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const threadUrl = new URL(`./database-thread.${extension}`, import.meta.url);

/**
 * The state in an SQLite database, a file or memory. A thread of its own does the waiting
 * for disks; it begins with the first call.
 */
export class SqliteStore implements StateStore {
  readonly serverId = randomUUID();
  readonly #options: StateDatabaseOptions;
  readonly #waiting: PromiseWithResolvers<unknown>[] = [];
  #thread: Worker | undefined;
  #isClosed = false;

  constructor(options: StateDatabaseOptions) {
    this.#options = options;
  }

  /** The database belongs to one server at a time. */
  async isAlive(serverId: string): Promise<boolean> {
    return serverId === this.serverId;
  }

  get(key: DocumentKey): Promise<StoredDocument | undefined> {
    return this.#call('get', key);
  }

  list(query: ListQuery): Promise<DocumentPage> {
    return this.#call('list', query);
  }

  write(changes: readonly Change[]): Promise<void> {
    return this.#call('write', changes);
  }

  appendBlob(id: string, bytes: Uint8Array): Promise<void> {
    return this.#call('appendBlob', id, bytes);
  }

  async *readBlob(id: string): AsyncGenerator<Uint8Array> {
    for (let piece = 0; ; piece++) {
      const bytes = await this.#call('readBlobPiece', id, piece);
      if (bytes === undefined) return;
      yield bytes;
    }
  }

  deleteBlob(id: string): Promise<void> {
    return this.#call('deleteBlob', id);
  }

  async close(): Promise<void> {
    const closed = this.#thread === undefined ? undefined : this.#call('close');
    this.#isClosed = true;
    await closed;
    await this.#thread?.terminate();
  }

  async #call<Name extends CallName>(
    name: Name,
    ...parameters: Parameters<StateDatabase[Name]>
  ): Promise<ReturnType<StateDatabase[Name]>> {
    if (this.#isClosed) throw new StateError('failed', 'The state store is closed.');
    this.#thread ??= this.#startThread();
    const answer = Promise.withResolvers<unknown>();
    // Only while something is under way may the thread keep the process alive.
    if (this.#waiting.push(answer) === 1) this.#thread.ref();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pairs of StateCall
    const call = { name, parameters } as StateCall;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
    this.#thread.postMessage(call);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the call returns
    return answer.promise as Promise<ReturnType<StateDatabase[Name]>>;
  }

  #startThread(): Worker {
    const thread = new Worker(threadUrl, { workerData: this.#options });
    thread.unref();
    thread.on('message', (answer: StateAnswer) => {
      const waiting = this.#waiting.shift();
      if (this.#waiting.length === 0) thread.unref();
      if (answer.kind === 'result') waiting?.resolve(answer.value);
      else waiting?.reject(new StateError(answer.code, answer.message, answer.id));
    });
    thread.on('error', (error) => {
      this.#thread = undefined;
      for (const waiting of this.#waiting.splice(0))
        waiting.reject(new StateError('failed', String(error)));
    });
    return thread;
  }
}
