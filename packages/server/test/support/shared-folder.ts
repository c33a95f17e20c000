import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Test data that is too large, or not ours, to be part of the project. */
export interface SharedData {
  readonly path: string;
  readonly isThere: boolean;
  /** To be put behind a test's name. */
  readonly note: string;
}

/** A file or folder beside the project, or in the folder that SAMEWIRE_SHARED names. */
export function sharedData(name: string): SharedData {
  const folder =
    process.env['SAMEWIRE_SHARED'] ??
    fileURLToPath(new URL('../../../../../shared', import.meta.url));
  const path = `${folder}/${name}`;
  const isThere = existsSync(path);
  return { path, isThere, note: isThere ? '' : ` (skipped: there is no ${path})` };
}
