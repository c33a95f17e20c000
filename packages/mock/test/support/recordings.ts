import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared =
  process.env['SAMEWIRE_SHARED'] ??
  fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = join(shared, 'recordings');

/** Recorded traffic of providers, which is not part of the project. */
export const recordings = {
  isThere: existsSync(folder),
  /** To be put behind a test's name. */
  note: existsSync(folder) ? '' : ` (skipped: there is no ${folder})`,
  files: existsSync(folder) ? globSync('*/*', { cwd: folder }).toSorted() : [],
  read: (file: string): Buffer => readFileSync(join(folder, file)),
};
