import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerConfig } from '../server-config.ts';
import { PostgresStore } from './postgres/postgres-store.ts';
import { StateError } from './state-error.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { StateStore } from './state-store.ts';

const mebibyte = 1024 * 1024;

/**
 * The store that a configuration asks for. Whether it can be used, its first call tells.
 *
 * @throws StateError if the folder for it cannot be made
 */
export function openState({
  dataDir,
  stateUrl,
  maxStateBytes,
}: ServerConfig): StateStore {
  if (stateUrl !== undefined)
    return new PostgresStore({
      url: stateUrl,
      maxBytes: maxStateBytes ?? 10_240 * mebibyte,
    });
  if (dataDir === undefined)
    return new SqliteStore({
      path: ':memory:',
      maxBytes: maxStateBytes ?? 256 * mebibyte,
    });
  makeFolder(dataDir);
  return new SqliteStore({
    path: join(dataDir, 'state.sqlite'),
    maxBytes: maxStateBytes ?? 10_240 * mebibyte,
  });
}

function makeFolder(path: string): void {
  try {
    // Its content is as private as the API keys: nobody else may look in.
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateError('failed', `The data directory cannot be made: ${reason}.`);
  }
}
