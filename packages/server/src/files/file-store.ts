import type { FileExpiry, FileObject, SeedOf } from '@samewire/shared-types';
import { createAnswerId } from '../engine-to-wire/answer-head.ts';
import { Collection } from '../state/collection.ts';
import type { Change, ListQuery, StateStore } from '../state/state-store.ts';
import { TemporaryBlob } from './temporary-blob.ts';

/** What is said of a file that is to be stored. */
export interface FileDescription {
  readonly owner: string;
  readonly filename: string;
  readonly purpose: FileObject['purpose'];
  readonly expiresAfter?: FileExpiry | null | undefined;
}

/** The files of all owners: what is known of them as documents, their bytes as blobs. */
export class FileStore {
  readonly #state: StateStore;
  readonly #files: Collection<FileObject>;
  readonly #maxBytes: number;

  constructor(state: StateStore, maxBytes: number) {
    this.#state = state;
    this.#files = new Collection<FileObject>(state, 'files');
    this.#maxBytes = maxBytes;
  }

  /** A place for the bytes of a file of which nothing else may be known yet. */
  begin(maxBytes = this.#maxBytes): Promise<TemporaryBlob> {
    return TemporaryBlob.begin(this.#state, createAnswerId('file-', 22), { maxBytes });
  }

  /** The file, and the changes that have to be written for it to be there. */
  toFile(
    blob: TemporaryBlob,
    description: FileDescription,
  ): { readonly file: FileObject; readonly changes: readonly Change[] } {
    const { owner, purpose } = description;
    const file = describe(blob.id, blob.size, description);
    const labels = { purpose };
    const insert = this.#files.insert({ id: file.id, owner, labels, content: file });
    return { file, changes: [insert, blob.toKeep] };
  }

  /** The changes that put a file in the place of the one of its id; its bytes are there at once. */
  async replace(
    owner: string,
    { id, filename, purpose, content }: SeedOf<'file'>,
  ): Promise<Change[]> {
    const bytes = Buffer.from(content);
    await this.#state.deleteBlob(id);
    if (bytes.length > 0) await this.#state.appendBlob(id, bytes);
    const file = describe(id, bytes.length, { owner, filename, purpose });
    return this.#files.replace({ id, owner, labels: { purpose }, content: file });
  }

  async get(owner: string, id: string): Promise<FileObject | undefined> {
    const found = await this.#files.get({ owner, id });
    if (found === undefined) return undefined;
    if (!isOver(found.content)) return found.content;
    await this.delete(owner, id);
    return undefined;
  }

  async list(
    owner: string,
    query: Pick<ListQuery, 'limit' | 'order' | 'after'>,
    purpose: string | undefined,
  ): Promise<{ files: FileObject[]; hasMore: boolean }> {
    const labels = purpose === undefined ? {} : { purpose };
    const page = await this.#files.list({ owner, labels, ...query });
    const files = page.documents.map(({ content }) => content);
    return { files: files.filter((file) => !isOver(file)), hasMore: page.hasMore };
  }

  /** Whether there was one. The bytes go first: without them the file is worth nothing. */
  async delete(owner: string, id: string): Promise<boolean> {
    if ((await this.#files.get({ owner, id })) === undefined) return false;
    await this.#state.deleteBlob(id);
    await this.#state.write([this.#files.delete({ owner, id })]);
    return true;
  }

  read(id: string): AsyncIterable<Uint8Array> {
    return this.#state.readBlob(id);
  }

  /** Deletes the files of all owners whose time is over. */
  async dropExpired(): Promise<void> {
    let after: string | undefined;
    for (;;) {
      const { documents, hasMore } = await this.#files.list({
        order: 'asc',
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      const expired = documents.filter(({ content }) => isOver(content));
      after = documents.findLast((document) => !expired.includes(document))?.id ?? after;
      for (const { owner, id } of expired) await this.delete(owner, id);
      if (!hasMore) return;
    }
  }
}

function describe(
  id: string,
  bytes: number,
  { purpose, filename, expiresAfter }: FileDescription,
): FileObject {
  const createdAt = Math.floor(Date.now() / 1000);
  return {
    object: 'file',
    id,
    purpose,
    filename,
    bytes,
    created_at: createdAt,
    ...(expiresAfter == null ? {} : { expires_at: createdAt + expiresAfter.seconds }),
    status: 'processed',
  };
}

function isOver({ expires_at: expiresAt }: FileObject): boolean {
  return expiresAt !== undefined && expiresAt <= Date.now() / 1000;
}
