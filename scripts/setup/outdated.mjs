import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Folders that hold results, not sources. */
const ignored = new Set(['node_modules', 'build', 'dist', 'test', 'third_party']);

/**
 * Runs `build` if the content of its inputs has changed since it last ran to its end, or one of
 * its outputs is gone.
 *
 * @param {{ stamp: string, inputs: string[], variables?: string[], outputs: string[],
 *   build: () => void }} task
 *   `inputs` are files and folders, `variables` are of the environment and decide the result as
 *   well; `stamp` is the file that remembers their content
 */
export function runIfOutdated({ stamp, inputs, variables = [], outputs, build }) {
  const hash = contentHash(dirname(stamp), inputs, variables);
  const isCurrent =
    outputs.every((output) => existsSync(output)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash;
  if (isCurrent) return;
  build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

// Paths count from the stamp, so that a checkout may be moved.
function contentHash(base, inputs, variables) {
  const hash = createHash('sha256');
  for (const name of variables) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  for (const file of inputs.flatMap((input) => filesIn(input))) {
    hash.update(relative(base, file)).update('\0');
    hash.update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .filter((name) => !ignored.has(name))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
