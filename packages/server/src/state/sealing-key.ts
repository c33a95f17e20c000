import { randomBytes } from 'node:crypto';
import { Collection } from './collection.ts';
import { StateError } from './state-error.ts';
import type { StateStore } from './state-store.ts';

const key = { owner: '', id: 'sealing-key' };

/** The secret with which this server seals what clients are to keep; made when first asked for. */
export class SealingKey {
  readonly #store: StateStore;
  readonly #secrets: Collection<string>;
  #key: Promise<Buffer> | undefined;

  constructor(store: StateStore) {
    this.#store = store;
    this.#secrets = new Collection<string>(store, 'secrets');
  }

  get(): Promise<Buffer> {
    this.#key ??= this.#load();
    return this.#key;
  }

  async #load(): Promise<Buffer> {
    const stored = await this.#secrets.get(key);
    if (stored !== undefined) return Buffer.from(stored.content, 'base64');
    const content = randomBytes(32).toString('base64');
    try {
      await this.#store.write([this.#secrets.insert({ ...key, content })]);
    } catch (error) {
      // Another server on the same store was quicker: its key it is.
      const isTaken = error instanceof StateError && error.code === 'duplicate';
      if (!isTaken) throw error;
      return this.#load();
    }
    return Buffer.from(content, 'base64');
  }
}
