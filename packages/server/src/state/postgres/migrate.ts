import type { ClientBase } from 'pg';
import { StateError } from '../state-error.ts';
import { migrations } from './database-schema.ts';

/** One number for all servers: who holds it may change the tables. */
const migrationLock = 7_249_391;

/** Brings the tables up to date, also where several servers start at once. */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS samewire_version (version INTEGER NOT NULL)',
    );
    const { rows } = await client.query('SELECT version FROM samewire_version');
    const version = Number(rows[0]?.version ?? 0);
    if (version > migrations.length)
      throw new StateError('failed', 'The database was made by a newer version.');
    for (const sql of migrations.slice(version)) await client.query(sql);
    await client.query('DELETE FROM samewire_version');
    await client.query('INSERT INTO samewire_version VALUES ($1)', [migrations.length]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
