import type { ClientBase } from 'pg';
import { pairsOf } from '../pairs.ts';
import { StateError } from '../state-error.ts';
import type { Change, DocumentKey, StoredDocument } from '../state-store.ts';
import {
  type Condition,
  exactly,
  hasPairs,
  joined,
  notExpired,
} from './sql-conditions.ts';

/** What changes documents and blobs inside a transaction, within a limit of bytes. */
export class DocumentChanges {
  readonly #maxBytes: number;
  /** At least what is stored, as far as this server knows; counted anew when it is too much. */
  #numBytes = Number.POSITIVE_INFINITY;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws StateError `duplicate`, `not-found` or `full` */
  async apply(client: ClientBase, changes: readonly Change[]): Promise<void> {
    for (const change of changes) await this.#applyOne(client, change);
    await this.#makeRoom(client);
  }

  /** @throws StateError `full` */
  async appendBlob(client: ClientBase, id: string, bytes: Uint8Array): Promise<void> {
    await client.query(
      `INSERT INTO samewire_blobs (id, piece, bytes)
       SELECT $1, coalesce(max(piece) + 1, 0), $2 FROM samewire_blobs WHERE id = $1`,
      [id, Buffer.from(bytes)],
    );
    this.#numBytes += bytes.byteLength;
    await this.#makeRoom(client);
  }

  async #applyOne(client: ClientBase, change: Change): Promise<void> {
    switch (change.kind) {
      case 'insert':
        await this.#insert(client, change.collection, change.document);
        break;
      case 'update':
        await this.#update(client, change);
        break;
      case 'delete':
        await this.#delete(client, change.key);
        break;
    }
  }

  async #insert(
    client: ClientBase,
    collection: string,
    document: StoredDocument,
  ): Promise<void> {
    const { id, owner, parent, createdAt, expiresAt, metadata, labels, content } =
      document;
    const size = Buffer.byteLength(content);
    if (size > this.#maxBytes) throw full();
    const { rowCount } = await client.query(
      `INSERT INTO samewire_documents
         (collection, owner, parent, id, created_at, expires_at, metadata, labels, pairs, content, size)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
      [
        collection,
        owner,
        parent,
        id,
        createdAt,
        expiresAt,
        JSON.stringify(metadata),
        JSON.stringify(labels),
        pairsOf(metadata, labels),
        content,
        size,
      ],
    );
    if (rowCount === 0)
      throw new StateError('duplicate', `There is a document '${id}' already.`, id);
    this.#numBytes += size;
  }

  async #update(
    client: ClientBase,
    { key, ifLabels, ...fields }: Extract<Change, { kind: 'update' }>,
  ): Promise<void> {
    const conditions = [...exactly(key), ...hasPairs(pairsOf({}, ifLabels)), notExpired];
    const where = joined(conditions);
    // The row is held until the end, so nobody can change what is read here.
    const found = await client.query(
      `SELECT metadata, labels FROM samewire_documents WHERE ${where.sql} FOR UPDATE`,
      where.values,
    );
    const old = found.rows[0];
    if (old === undefined) throw notFound(key.id);
    const metadata = fields.metadata ?? JSON.parse(old.metadata);
    const labels = fields.labels ?? JSON.parse(old.labels);
    const size = fields.content === undefined ? 0 : Buffer.byteLength(fields.content);
    const assignments: Condition[] = [
      ['metadata = ?', JSON.stringify(metadata)],
      ['labels = ?', JSON.stringify(labels)],
      ['pairs = ?', pairsOf(metadata, labels)],
      ...(fields.content === undefined
        ? []
        : [['content = ?, size = ?', fields.content, size] as const]),
    ];
    const set = joined(assignments);
    const place = joined(exactly(key), set.values.length + 1);
    await client.query(
      `UPDATE samewire_documents SET ${set.sql.replaceAll(' AND ', ', ')} WHERE ${place.sql}`,
      [...set.values, ...place.values],
    );
    this.#numBytes += size;
  }

  async #delete(client: ClientBase, key: DocumentKey): Promise<void> {
    const { sql, values } = joined([...exactly(key), notExpired]);
    const { rowCount } = await client.query(
      `DELETE FROM samewire_documents WHERE ${sql}`,
      values,
    );
    if (rowCount === 0) throw notFound(key.id);
    await client.query('DELETE FROM samewire_documents WHERE parent = $1', [key.id]);
  }

  /** Deletes what would expire first until the rest is within the limit. */
  async #makeRoom(client: ClientBase): Promise<void> {
    if (this.#numBytes <= this.#maxBytes) return;
    for (;;) {
      this.#numBytes = await countBytes(client);
      if (this.#numBytes <= this.#maxBytes) return;
      const { rows } = await client.query(
        `DELETE FROM samewire_documents WHERE position = (
           SELECT position FROM samewire_documents
           WHERE expires_at IS NOT NULL ORDER BY expires_at, position LIMIT 1
         ) RETURNING id`,
      );
      if (rows.length === 0) throw full();
      await client.query('DELETE FROM samewire_documents WHERE parent = $1', [
        rows[0].id,
      ]);
    }
  }
}

async function countBytes(client: ClientBase): Promise<number> {
  const { rows } = await client.query(
    `SELECT (SELECT coalesce(sum(size), 0) FROM samewire_documents) +
            (SELECT coalesce(sum(length(bytes)), 0) FROM samewire_blobs) AS size`,
  );
  return Number(rows[0]?.size ?? 0);
}

function full(): StateError {
  return new StateError('full', 'There is no room left for stored objects.');
}

function notFound(id: string): StateError {
  return new StateError('not-found', `There is no document '${id}'.`, id);
}
