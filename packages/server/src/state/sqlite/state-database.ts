import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pairsOf } from '../pairs.ts';
import { StateError } from '../state-error.ts';
import type {
  Change,
  DocumentKey,
  DocumentPage,
  ListQuery,
  StoredDocument,
} from '../state-store.ts';
import { migrations } from './database-schema.ts';

export interface StateDatabaseOptions {
  /** The file, or `:memory:`. */
  readonly path: string;
  /** Documents and blobs together; what expires first goes first. */
  readonly maxBytes: number;
}

/** A row of `documents`; metadata, labels and content are JSON text. */
interface Row {
  readonly position: number;
  readonly id: string;
  readonly owner: string;
  readonly parent: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly metadata: string;
  readonly labels: string;
  readonly content: string;
  readonly size: number;
}

/** A condition of a query and the values for its question marks. */
type Condition = readonly [sql: string, ...values: SQLInputValue[]];

const notExpired = '(expires_at IS NULL OR expires_at > unixepoch())';

/** The state in an SQLite database. Every call blocks, so it belongs in a thread of its own. */
export class StateDatabase {
  readonly #database: DatabaseSync;
  readonly #maxBytes: number;
  #numBytes = 0;

  /** @throws StateError if the file cannot be opened, or is held by another process */
  constructor({ path, maxBytes }: StateDatabaseOptions) {
    this.#maxBytes = maxBytes;
    this.#database = open(path);
    this.#migrate();
    this.deleteExpired();
    this.#numBytes = this.#countBytes();
  }

  get({ collection, owner, id, parent }: DocumentKey): StoredDocument | undefined {
    const conditions: Condition[] = [
      ['collection = ? AND owner = ? AND id = ?', collection, owner, id],
      ...(parent === undefined ? [] : [['parent = ?', parent] as const]),
    ];
    const [row] = this.#select(conditions, 'desc', 1);
    return row === undefined ? undefined : toDocument(row);
  }

  list(query: ListQuery): DocumentPage {
    const { order, limit, after, before } = query;
    const conditions = conditionsOf(query);
    const isForward = before === undefined || after !== undefined;
    for (const [cursor, isAfter] of [
      [after, true],
      [before, false],
    ] as const)
      if (cursor !== undefined)
        conditions.push([
          isAfter === (order === 'asc') ? 'position > ?' : 'position < ?',
          this.#positionOf(query, cursor),
        ]);
    // To end in front of a document, the page is read from there backwards.
    const direction = isForward ? order : opposite(order);
    const rows = this.#select(conditions, direction, limit + 1);
    const page = rows.slice(0, limit).map(toDocument);
    return {
      documents: isForward ? page : page.toReversed(),
      hasMore: rows.length > limit,
    };
  }

  write(changes: readonly Change[]): void {
    const before = this.#numBytes;
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      for (const change of changes) this.#apply(change);
      this.#makeRoom();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      this.#numBytes = before;
      throw error;
    }
  }

  appendBlob(id: string, bytes: Uint8Array): void {
    this.#numBytes += bytes.byteLength;
    try {
      this.#makeRoom();
    } catch (error) {
      this.#numBytes -= bytes.byteLength;
      throw error;
    }
    this.#run(
      `INSERT INTO blobs (id, piece, bytes)
       SELECT ?, coalesce(max(piece) + 1, 0), ? FROM blobs WHERE id = ?`,
      [id, bytes, id],
    );
  }

  /** One piece of a blob, or undefined behind the last. */
  readBlobPiece(id: string, piece: number): Uint8Array | undefined {
    const row = this.#database
      .prepare('SELECT bytes FROM blobs WHERE id = ? AND piece = ?')
      .get(id, piece);
    return row?.['bytes'] instanceof Uint8Array ? row['bytes'] : undefined;
  }

  deleteBlob(id: string): void {
    this.#run('DELETE FROM blobs WHERE id = ?', [id]);
    this.#numBytes = this.#countBytes();
  }

  deleteExpired(): void {
    this.#run(`DELETE FROM documents WHERE NOT ${notExpired}`, []);
    this.#numBytes = this.#countBytes();
  }

  close(): void {
    this.#database.close();
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'insert':
        this.#insert(change.collection, change.document);
        break;
      case 'update':
        this.#update(change);
        break;
      case 'delete':
        this.#delete(change.key);
        break;
    }
  }

  #insert(collection: string, document: StoredDocument): void {
    const { id, owner, parent, createdAt, expiresAt, content } = document;
    const size = sizeOf(content);
    if (size > this.#maxBytes) throw full();
    const added = this.#run(
      `INSERT INTO documents
         (collection, owner, parent, id, created_at, expires_at, metadata, labels, pairs, content, size)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [
        collection,
        owner,
        parent,
        id,
        createdAt,
        expiresAt,
        JSON.stringify(document.metadata),
        JSON.stringify(document.labels),
        JSON.stringify(pairsOf(document.metadata, document.labels)),
        content,
        size,
      ],
    );
    if (added === 0)
      throw new StateError('duplicate', `There is a document '${id}' already.`, id);
    this.#numBytes += size;
  }

  #update({
    key,
    ifLabels = {},
    metadata,
    labels,
    content,
  }: Extract<Change, { kind: 'update' }>): void {
    const old = this.#require(key, pairsOf({}, ifLabels).map(hasPair));
    const pairs = pairsOf(
      metadata ?? JSON.parse(old.metadata),
      labels ?? JSON.parse(old.labels),
    );
    const assignments: Condition[] = [
      ['pairs = ?', JSON.stringify(pairs)],
      ['metadata = ?', metadata === undefined ? old.metadata : JSON.stringify(metadata)],
      ['labels = ?', labels === undefined ? old.labels : JSON.stringify(labels)],
      ...(content === undefined
        ? []
        : [['content = ?, size = ?', content, sizeOf(content)] as const]),
    ];
    this.#run(
      `UPDATE documents SET ${assignments.map(([sql]) => sql).join(', ')} WHERE ${exactly}`,
      [...assignments.flatMap(([, ...values]) => values), ...keyValues(key)],
    );
    if (content !== undefined) this.#numBytes += sizeOf(content) - old.size;
  }

  #delete(key: DocumentKey): void {
    this.#numBytes -= this.#require(key, []).size;
    this.#run(`DELETE FROM documents WHERE ${exactly}`, keyValues(key));
    this.#deleteChildren(key.id);
  }

  #deleteChildren(parent: string): void {
    const [children] = this.#rows(
      'SELECT sum(size) AS size FROM documents WHERE parent = ?',
      [parent],
    );
    this.#run('DELETE FROM documents WHERE parent = ?', [parent]);
    this.#numBytes -= Number(children?.['size'] ?? 0);
  }

  /** Deletes what would expire first until the rest is within the limit. */
  #makeRoom(): void {
    while (this.#numBytes > this.#maxBytes) {
      const oldest = this.#rows(
        `SELECT position, id, size FROM documents
         WHERE expires_at IS NOT NULL ORDER BY expires_at, position LIMIT 64`,
        [],
      );
      if (oldest.length === 0) throw full();
      for (const { position, id, size } of oldest) {
        if (this.#numBytes <= this.#maxBytes) return;
        if (
          this.#run('DELETE FROM documents WHERE position = ?', [Number(position)]) === 0
        )
          continue;
        this.#numBytes -= Number(size);
        this.#deleteChildren(String(id));
      }
    }
  }

  /** @throws StateError `not-found` */
  #require(key: DocumentKey, conditions: readonly Condition[]): Row {
    const [row] = this.#select([[exactly, ...keyValues(key)], ...conditions], 'desc', 1);
    if (row === undefined) throw notFound(key.id);
    return row;
  }

  #positionOf(query: ListQuery, id: string): number {
    const { metadata: _metadata, labels: _labels, ...place } = query;
    const [row] = this.#select([...conditionsOf(place), ['id = ?', id]], 'desc', 1);
    if (row === undefined) throw notFound(id);
    return row.position;
  }

  #select(conditions: readonly Condition[], order: 'asc' | 'desc', limit: number): Row[] {
    const rows = this.#rows(
      `SELECT * FROM documents
       WHERE ${[...conditions.map(([sql]) => sql), notExpired].join(' AND ')}
       ORDER BY position ${order} LIMIT ?`,
      [...conditions.flatMap(([, ...values]) => values), limit],
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the columns of the table
    return rows as unknown as Row[];
  }

  #rows(sql: string, values: readonly SQLInputValue[]) {
    return this.#database.prepare(sql).all(...values);
  }

  /** @returns how many rows it changed */
  #run(sql: string, values: readonly SQLInputValue[]): number {
    return Number(this.#database.prepare(sql).run(...values).changes);
  }

  #countBytes(): number {
    const [row] = this.#rows(
      `SELECT (SELECT coalesce(sum(size), 0) FROM documents) +
              (SELECT coalesce(sum(length(bytes)), 0) FROM blobs) AS size`,
      [],
    );
    return Number(row?.['size'] ?? 0);
  }

  #migrate(): void {
    const [row] = this.#rows('PRAGMA user_version', []);
    const version = Number(row?.['user_version'] ?? 0);
    if (version > migrations.length)
      throw new StateError('failed', 'The database was made by a newer version.');
    for (const [index, sql] of migrations.entries())
      if (index >= version)
        this.#database.exec(`BEGIN; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

function open(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { timeout: 1000 });
    // One process at a time: what a restart finds unfinished is then nobody else's work.
    database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
    `);
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isLocked = reason.includes('locked');
    throw new StateError(
      'failed',
      isLocked
        ? `Another server is using ${path}. Give this one a data directory of its own.`
        : `${path} cannot be opened as a database: ${reason}.`,
    );
  }
}

const exactly = 'collection = ? AND owner = ? AND parent = ? AND id = ?';

function keyValues({ collection, owner, parent = '', id }: DocumentKey): SQLInputValue[] {
  return [collection, owner, parent, id];
}

function conditionsOf(query: Omit<ListQuery, 'order' | 'limit'>): Condition[] {
  const { collection, owner, parent, metadata, labels } = query;
  return [
    ['collection = ?', collection],
    ...(owner === undefined ? [] : [['owner = ?', owner] as const]),
    ...(parent === undefined ? [] : [['parent = ?', parent] as const]),
    ...pairsOf(metadata, labels).map(hasPair),
  ];
}

function hasPair(pair: string): Condition {
  return ['EXISTS (SELECT 1 FROM json_each(pairs) WHERE value = ?)', pair];
}

function opposite(order: 'asc' | 'desc'): 'asc' | 'desc' {
  return order === 'asc' ? 'desc' : 'asc';
}

function sizeOf(content: string): number {
  return Buffer.byteLength(content);
}

function full(): StateError {
  return new StateError('full', 'There is no room left for stored objects.');
}

function notFound(id: string): StateError {
  return new StateError('not-found', `There is no document '${id}'.`, id);
}

function toDocument(row: Row): StoredDocument {
  return {
    id: row.id,
    owner: row.owner,
    parent: row.parent,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    metadata: JSON.parse(row.metadata),
    labels: JSON.parse(row.labels),
    content: row.content,
  };
}
