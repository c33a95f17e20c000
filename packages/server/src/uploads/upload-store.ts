import { createHash } from 'node:crypto';
import type {
  CreateUploadRequest,
  FileExpiry,
  FileObject,
  SeedOf,
  Upload,
  UploadPart,
} from '@samewire/shared-types';
import { createAnswerId } from '../engine-to-wire/answer-head.ts';
import { quoted, WireError } from '../errors/wire-error.ts';
import type { FileStore } from '../files/file-store.ts';
import { dropBlob, TemporaryBlob } from '../files/temporary-blob.ts';
import { Collection } from '../state/collection.ts';
import type { Change, StateStore } from '../state/state-store.ts';

const maxPartBytes = 64 * 1024 * 1024;
const lifetimeSeconds = 3600;

interface UploadRecord {
  readonly upload: Upload;
  readonly purpose: FileObject['purpose'];
  readonly expiresAfter: FileExpiry | null;
}

interface PartRecord {
  readonly part: UploadPart;
  readonly bytes: number;
}

/** Files that come in parts. An upload waits an hour for its parts, also over a restart. */
export class UploadStore {
  readonly #state: StateStore;
  readonly #files: FileStore;
  readonly #uploads: Collection<UploadRecord>;
  readonly #parts: Collection<PartRecord>;
  /** Uploads that are being put together: that may happen only once. */
  readonly #completing = new Set<string>();

  constructor(state: StateStore, files: FileStore) {
    this.#state = state;
    this.#files = files;
    this.#uploads = new Collection<UploadRecord>(state, 'uploads');
    this.#parts = new Collection<PartRecord>(state, 'upload-parts');
  }

  async create(owner: string, body: CreateUploadRequest): Promise<Upload> {
    const upload = pendingUpload(createAnswerId('upload_', 32), body);
    const { purpose, expires_after: expiresAfter = null } = body;
    const content = { upload, purpose, expiresAfter };
    await this.#state.write([this.#uploads.insert({ id: upload.id, owner, content })]);
    return upload;
  }

  /** The changes that put a pending upload in the place of the one of its id. */
  async replace(
    owner: string,
    { id, filename, purpose, parts }: SeedOf<'upload'>,
  ): Promise<Change[]> {
    const pieces = parts.map((part) => ({
      id: part.id,
      bytes: Buffer.from(part.content),
    }));
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
    const upload = pendingUpload(id, { filename, purpose, bytes });
    const content = { upload, purpose, expiresAfter: null };
    const changes = await this.#uploads.replace({ id, owner, content });
    for (const piece of pieces) {
      await this.#state.deleteBlob(piece.id);
      if (piece.bytes.length > 0) await this.#state.appendBlob(piece.id, piece.bytes);
      changes.push(this.#insertPart(owner, toPart(piece.id, id), piece.bytes.length));
    }
    return changes;
  }

  /** A place for the bytes of a part. @throws WireError if the upload takes no more */
  async beginPart(owner: string, uploadId: string): Promise<TemporaryBlob> {
    const { upload } = await this.#requirePending(owner, uploadId);
    return TemporaryBlob.begin(this.#state, createAnswerId('part_', 32), {
      maxBytes: maxPartBytes,
      keepUntil: upload.expires_at,
    });
  }

  async addPart(
    owner: string,
    uploadId: string,
    blob: TemporaryBlob,
  ): Promise<UploadPart> {
    await this.#requirePending(owner, uploadId);
    const part = toPart(blob.id, uploadId);
    await this.#state.write([this.#insertPart(owner, part, blob.size)]);
    return part;
  }

  #insertPart(owner: string, part: UploadPart, bytes: number): Change {
    const { id, upload_id: parent } = part;
    return this.#parts.insert({ id, owner, parent, content: { part, bytes } });
  }

  /** @throws WireError if parts are missing, or are not what was announced */
  async complete(
    owner: string,
    uploadId: string,
    partIds: readonly string[],
    md5: string | undefined,
  ): Promise<Upload> {
    const record = await this.#requirePending(owner, uploadId);
    if (this.#completing.has(uploadId)) throw notPending(record.upload);
    this.#completing.add(uploadId);
    try {
      const size = await this.#sizeOf(owner, uploadId, partIds);
      if (size !== record.upload.bytes)
        throw new WireError(
          `The parts have ${size} bytes in all, but the upload was created with ` +
            `'bytes' ${record.upload.bytes}.`,
        );
      const upload = await this.#join(owner, record, partIds, md5);
      await this.#dropParts(owner, uploadId);
      return upload;
    } finally {
      this.#completing.delete(uploadId);
    }
  }

  async cancel(owner: string, uploadId: string): Promise<Upload> {
    const record = await this.#requirePending(owner, uploadId);
    if (this.#completing.has(uploadId)) throw notPending(record.upload);
    const upload: Upload = { ...record.upload, status: 'cancelled' };
    const content = { ...record, upload };
    await this.#state.write([this.#uploads.update({ owner, id: uploadId }, { content })]);
    await this.#dropParts(owner, uploadId);
    return upload;
  }

  async #join(
    owner: string,
    record: UploadRecord,
    partIds: readonly string[],
    md5: string | undefined,
  ): Promise<Upload> {
    const { upload: pending, purpose, expiresAfter } = record;
    const blob = await this.#files.begin(pending.bytes);
    try {
      const hash = createHash('md5');
      for (const id of partIds)
        for await (const piece of this.#state.readBlob(id)) {
          hash.update(piece);
          await blob.append(piece);
        }
      const found = hash.digest('hex');
      if (md5 !== undefined && md5.toLowerCase() !== found)
        throw new WireError(
          `The MD5 of the parts is ${found}, but the request says '${quoted(md5)}'.`,
        );
      const { filename } = pending;
      const created = this.#files.toFile(blob, {
        owner,
        filename,
        purpose,
        expiresAfter,
      });
      const upload: Upload = { ...pending, status: 'completed', file: created.file };
      const content = { ...record, upload };
      const key = { owner, id: pending.id };
      await this.#state.write([
        ...created.changes,
        this.#uploads.update(key, { content }),
      ]);
      return upload;
    } catch (error) {
      await blob.drop();
      throw error;
    }
  }

  async #sizeOf(
    owner: string,
    parent: string,
    partIds: readonly string[],
  ): Promise<number> {
    let size = 0;
    for (const id of partIds) {
      const found = await this.#parts.get({ owner, parent, id });
      if (found === undefined)
        throw new WireError(`No such Part object: ${quoted(id)}`, {
          status: 404,
          param: 'part_ids',
        });
      size += found.content.bytes;
    }
    return size;
  }

  async #dropParts(owner: string, parent: string): Promise<void> {
    for (;;) {
      const query = { owner, parent, order: 'asc' as const, limit: 100 };
      const { documents } = await this.#parts.list(query);
      if (documents.length === 0) return;
      for (const { id } of documents) {
        await dropBlob(this.#state, id);
        await this.#state.write([this.#parts.delete({ owner, parent, id })]);
      }
    }
  }

  async #requirePending(owner: string, id: string): Promise<UploadRecord> {
    const found = await this.#uploads.get({ owner, id });
    if (found === undefined)
      throw new WireError(`No such Upload object: ${quoted(id)}`, {
        status: 404,
        param: 'id',
      });
    const { upload } = found.content;
    if (upload.status !== 'pending') throw notPending(upload);
    if (upload.expires_at <= Date.now() / 1000)
      throw notPending({ ...upload, status: 'expired' });
    return found.content;
  }
}

function pendingUpload(
  id: string,
  { bytes, filename, purpose }: Pick<Upload, 'bytes' | 'filename' | 'purpose'>,
): Upload {
  const createdAt = Math.floor(Date.now() / 1000);
  return {
    id,
    object: 'upload',
    bytes,
    created_at: createdAt,
    filename,
    purpose,
    status: 'pending',
    expires_at: createdAt + lifetimeSeconds,
    file: null,
  };
}

function toPart(id: string, uploadId: string): UploadPart {
  return {
    id,
    object: 'upload.part',
    created_at: Math.floor(Date.now() / 1000),
    upload_id: uploadId,
  };
}

function notPending({ id, status }: Upload): WireError {
  return new WireError(
    status === 'pending'
      ? `Upload ${id} is being completed.`
      : `Upload ${id} is ${status} and takes no more changes.`,
  );
}
