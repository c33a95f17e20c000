import { randomInt } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import { StateError } from '../state-error.ts';
import type {
  Change,
  DocumentKey,
  DocumentPage,
  ListQuery,
  StateStore,
  StoredDocument,
} from '../state-store.ts';
import { pairsOf } from '../pairs.ts';
import { DocumentChanges } from './document-changes.ts';
import { migrate } from './migrate.ts';
import {
  type Condition,
  hasPairs,
  joined,
  notExpired,
  placeOf,
} from './sql-conditions.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string;
  /** Documents and blobs together; what expires first goes first. */
  readonly maxBytes: number;
}

const sweepIntervalMs = 600_000;

/** Rows of `samewire_documents`; PostgreSQL's big integers come as texts. */
interface Row extends Record<
  | 'position'
  | 'id'
  | 'owner'
  | 'parent'
  | 'created_at'
  | 'metadata'
  | 'labels'
  | 'content',
  string
> {
  readonly expires_at: string | null;
}

/** The state in a PostgreSQL database, which several servers may share. */
export class PostgresStore implements StateStore {
  readonly serverId = String(randomInt(2 ** 47));
  readonly #pool: Pool;
  readonly #changes: DocumentChanges;
  readonly #sweep: NodeJS.Timeout;
  #opened: Promise<PoolClient> | undefined;

  constructor({ url, maxBytes }: PostgresStoreOptions) {
    this.#pool = new Pool({ connectionString: url, max: 10 });
    // A connection that breaks is made again when it is needed; whoever uses it is told by the
    // query that fails.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
    this.#changes = new DocumentChanges(maxBytes);
    this.#sweep = setInterval(() => void this.#deleteExpired(), sweepIntervalMs).unref();
  }

  async isAlive(serverId: string): Promise<boolean> {
    if (serverId === this.serverId) return true;
    return this.#use(async (client) => {
      const lock = 'SELECT pg_try_advisory_lock($1) AS free';
      const { rows } = await client.query(lock, [serverId]);
      if (rows[0]?.free !== true) return true;
      await client.query('SELECT pg_advisory_unlock($1)', [serverId]);
      return false;
    });
  }

  async get({ id, parent, ...place }: DocumentKey): Promise<StoredDocument | undefined> {
    if (!isStorable(id)) return undefined;
    const conditions: Condition[] = [
      ...placeOf(parent === undefined ? place : { ...place, parent }),
      ['id = ?', id],
    ];
    const [row] = await this.#select(conditions, 'desc', 1);
    return row === undefined ? undefined : toDocument(row);
  }

  async list(query: ListQuery): Promise<DocumentPage> {
    const { order, limit, after, before } = query;
    const place = placeOf(query);
    const conditions = [...place, ...hasPairs(pairsOf(query.metadata, query.labels))];
    const later = order === 'asc' ? '>' : '<';
    const earlier = order === 'asc' ? '<' : '>';
    if (after !== undefined)
      conditions.push([`position ${later} ?`, await this.#positionOf(place, after)]);
    if (before !== undefined)
      conditions.push([`position ${earlier} ?`, await this.#positionOf(place, before)]);
    // To end in front of a document, the page is read from there backwards.
    const isBackwards = before !== undefined && after === undefined;
    const opposite = order === 'asc' ? 'desc' : 'asc';
    const rows = await this.#select(
      conditions,
      isBackwards ? opposite : order,
      limit + 1,
    );
    const page = rows.slice(0, limit).map(toDocument);
    return {
      documents: isBackwards ? page.toReversed() : page,
      hasMore: rows.length > limit,
    };
  }

  async write(changes: readonly Change[]): Promise<void> {
    await this.#transaction((client) => this.#changes.apply(client, changes));
  }

  async appendBlob(id: string, bytes: Uint8Array): Promise<void> {
    await this.#transaction((client) => this.#changes.appendBlob(client, id, bytes));
  }

  async *readBlob(id: string): AsyncGenerator<Uint8Array> {
    for (let piece = 0; ; piece++) {
      const { rows } = await this.#use((client) =>
        client.query('SELECT bytes FROM samewire_blobs WHERE id = $1 AND piece = $2', [
          id,
          piece,
        ]),
      );
      if (rows.length === 0) return;
      yield rows[0].bytes;
    }
  }

  async deleteBlob(id: string): Promise<void> {
    await this.#use((client) =>
      client.query('DELETE FROM samewire_blobs WHERE id = $1', [id]),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const opened = await this.#opened?.catch(() => undefined);
    opened?.release(true);
    await this.#pool.end();
  }

  /** The first use makes the tables, and says to other servers that this one is there. */
  async #open(): Promise<PoolClient> {
    const client = await this.#pool.connect();
    client.on('error', () => {
      // The database was restarted: the next use begins anew.
      this.#opened = undefined;
    });
    await migrate(client);
    await client.query('SELECT pg_advisory_lock($1)', [this.serverId]);
    return client;
  }

  async #use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    try {
      this.#opened ??= this.#open();
      await this.#opened;
      const client = await this.#pool.connect();
      try {
        return await work(client);
      } finally {
        client.release();
      }
    } catch (error) {
      if (error instanceof StateError) throw error;
      // A failure to open is not for ever.
      this.#opened?.catch(() => (this.#opened = undefined));
      throw new StateError('failed', `The state database failed: ${String(error)}.`);
    }
  }

  async #transaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
    await this.#use(async (client) => {
      await client.query('BEGIN');
      try {
        await work(client);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    });
  }

  async #select(
    conditions: readonly Condition[],
    order: 'asc' | 'desc',
    limit: number,
  ): Promise<Row[]> {
    const { sql, values } = joined([...conditions, notExpired]);
    const { rows } = await this.#use((client) =>
      client.query<Row>(
        `SELECT * FROM samewire_documents WHERE ${sql}
         ORDER BY position ${order} LIMIT $${values.length + 1}`,
        [...values, limit],
      ),
    );
    return rows;
  }

  async #positionOf(place: readonly Condition[], id: string): Promise<string> {
    const [row] = isStorable(id)
      ? await this.#select([...place, ['id = ?', id]], 'desc', 1)
      : [];
    if (row === undefined) throw new StateError('not-found', `There is no '${id}'.`, id);
    return row.position;
  }

  async #deleteExpired(): Promise<void> {
    const sql =
      'DELETE FROM samewire_documents WHERE expires_at <= extract(epoch FROM now())';
    await this.#use((client) => client.query(sql)).catch(() => undefined);
  }
}

/** PostgreSQL's texts cannot hold it, so there is nothing of that id. */
function isStorable(id: string): boolean {
  return !id.includes('\0') && id.isWellFormed();
}

function toDocument(row: Row): StoredDocument {
  return {
    id: row.id,
    owner: row.owner,
    parent: row.parent,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
    metadata: JSON.parse(row.metadata),
    labels: JSON.parse(row.labels),
    content: row.content,
  };
}
