import { WireError } from '../errors/wire-error.ts';
import { randomLetters } from '../random-text.ts';
import { Collection } from '../state/collection.ts';
import type { Change, StateStore } from '../state/state-store.ts';

/** Kept beside every blob that no document speaks for yet. */
interface TemporaryRecord {
  /** Unix time in seconds; 0: as long as the process runs that began it. */
  readonly keepUntil: number;
  readonly process: string;
}

/** Which process this is: what another one began is not being written any more. */
const thisProcess = randomLetters(16);

/** Who writes it down does not matter: nobody asks for it over the wire. */
const owner = '';

function recordsIn(state: StateStore): Collection<TemporaryRecord> {
  return new Collection<TemporaryRecord>(state, 'temporary-blobs');
}

/**
 * A blob that is being written. Until `toKeep` is part of a write of the store, it is gone
 * with the next start of a server, so that what a crash leaves behind takes no room.
 */
export class TemporaryBlob {
  readonly id: string;
  size = 0;
  readonly #state: StateStore;
  readonly #maxBytes: number;

  private constructor(state: StateStore, id: string, maxBytes: number) {
    this.#state = state;
    this.id = id;
    this.#maxBytes = maxBytes;
  }

  /** @param options.keepUntil unix time in seconds until which it outlives the server */
  static async begin(
    state: StateStore,
    id: string,
    options: { readonly maxBytes: number; readonly keepUntil?: number },
  ): Promise<TemporaryBlob> {
    const content = { keepUntil: options.keepUntil ?? 0, process: thisProcess };
    await state.write([recordsIn(state).insert({ id, owner, content })]);
    return new TemporaryBlob(state, id, options.maxBytes);
  }

  /** @throws WireError 413 beyond the size limit */
  async append(bytes: Uint8Array): Promise<void> {
    this.size += bytes.length;
    if (this.size > this.#maxBytes)
      throw new WireError(
        `The file is too large. Expected at most ${this.#maxBytes} bytes.`,
        { status: 413 },
      );
    if (bytes.length > 0) await this.#state.appendBlob(this.id, bytes);
  }

  async appendAll(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const piece of pieces) await this.append(piece);
  }

  /** The change that makes it last; to be written with the document that speaks for it. */
  get toKeep(): Change {
    return recordsIn(this.#state).delete({ owner, id: this.id });
  }

  drop(): Promise<void> {
    return dropBlob(this.#state, this.id);
  }
}

/** Deletes a temporary blob and what was written down of it. */
export async function dropBlob(state: StateStore, id: string): Promise<void> {
  await state.deleteBlob(id);
  const records = recordsIn(state);
  if ((await records.get({ owner, id })) !== undefined)
    await state.write([records.delete({ owner, id })]);
}

/** Deletes the temporary blobs whose time is over, or whose process is. */
export async function dropOutdatedBlobs(state: StateStore): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  let after: string | undefined;
  for (;;) {
    const { documents, hasMore } = await recordsIn(state).list({
      owner,
      order: 'asc',
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    const outdated = documents.filter(({ content: { keepUntil, process } }) =>
      keepUntil === 0 ? process !== thisProcess : keepUntil <= now,
    );
    after = documents.findLast((document) => !outdated.includes(document))?.id ?? after;
    for (const { id } of outdated) await dropBlob(state, id);
    if (!hasMore) return;
  }
}
