import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerConfig } from '../server-config.ts';
import { SqliteStore } from './sqlite/sqlite-store.ts';
import type { StateStore } from './state-store.ts';

const mebibyte = 1024 * 1024;

/**
 * The store that a configuration asks for. Whether it can be used, its first call tells.
 *
 * @throws if the folder for it cannot be made
 */
export function openState({ dataDir, maxStateBytes }: ServerConfig): StateStore {
  if (dataDir === undefined)
    return new SqliteStore({
      path: ':memory:',
      maxBytes: maxStateBytes ?? 256 * mebibyte,
    });
  // Its content is as private as the API keys: nobody else may look in.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return new SqliteStore({
    path: join(dataDir, 'state.sqlite'),
    maxBytes: maxStateBytes ?? 10_240 * mebibyte,
  });
}
