import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';

/**
 * The file that a client means by a path in a folder; undefined if there is none, or if it is
 * anywhere else, by whichever links.
 */
export async function findInFolder(
  folder: string,
  path: string,
): Promise<string | undefined> {
  // No file has such a name, and Node refuses to look for it.
  if (path.includes('\0')) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(resolve(root, path));
    const fromRoot = relative(root, file);
    const isInside = fromRoot !== '..' && !fromRoot.startsWith(`..${sep}`);
    return isInside && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
