import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const sources = ['src', 'public', 'vite', 'index.html', 'vite.config.ts', 'package.json'];

/** Builds the page once before its tests, if a source is newer than what is built. */
export async function setup(): Promise<void> {
  if (await isStale()) await buildPage();
}

/** In a process of its own: within a test run, libraries would build their test forms. */
export async function buildPage(...args: readonly string[]): Promise<void> {
  const vite = createRequire(import.meta.url).resolve('vite/package.json');
  await promisify(execFile)(
    process.execPath,
    [join(vite, '../bin/vite.js'), 'build', ...args],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
}

async function isStale(): Promise<boolean> {
  const built = join(root, 'dist/index.html');
  if (!existsSync(built)) return true;
  const { mtimeMs } = await stat(built);
  const newest = await Promise.all(sources.map((name) => newestIn(join(root, name))));
  return Math.max(...newest) > mtimeMs;
}

async function newestIn(path: string): Promise<number> {
  const own = await stat(path);
  if (!own.isDirectory()) return own.mtimeMs;
  const names = await readdir(path, { recursive: true });
  const all = await Promise.all(names.map((name) => stat(join(path, name))));
  return Math.max(own.mtimeMs, ...all.map(({ mtimeMs }) => mtimeMs));
}
