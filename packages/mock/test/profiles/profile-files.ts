import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileFile } from '@samewire/mock/synthesise';

const folder = join(import.meta.dirname, '../../src/profiles/data');

/** The profiles as they stand in their files. */
export function readProfileFiles(): readonly ProfileFile[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ProfileFile);
}
