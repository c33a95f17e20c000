import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { globSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cassette } from '../cassette/cassette.ts';
import { CassetteError } from '../cassette/cassette-error.ts';
import { readCassette } from '../cassette/read-cassette.ts';
import { writeCassette } from '../cassette/write-cassette.ts';

/**
 * Reads cassettes from files, and from all `.yaml`, `.yml` and `.json` files of folders.
 *
 * @throws CassetteError where one cannot be read
 */
export function readCassettes(...paths: readonly string[]): Cassette[] {
  return paths.flatMap(filesOf).map(readCassetteFile);
}

function filesOf(path: string): readonly string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return [path];
  return globSync('**/*.{yaml,yml,json}', { cwd: path })
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((file) => join(path, file));
}

function readCassetteFile(file: string): Cassette {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message =
      reason === 'ENOENT' ? 'there is no such file' : `cannot be read (${reason})`;
    throw new CassetteError(message, { file });
  }
  return readCassette(text, file);
}

/** Writes all of a cassette or nothing. */
export function writeCassetteFile(file: string, cassette: Cassette): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.part`;
  writeFileSync(half, writeCassette(cassette));
  renameSync(half, file);
}
