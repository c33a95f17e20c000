import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, '../../dist');
const kB = 1000;
const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
  statSync(join(dist, name)).isFile(),
);
const originals = files.filter((name) => !/\.(?:br|gz)$/.test(name));
const page = readFileSync(join(dist, 'index.html'), 'utf8');

/** Bytes over the network. */
function bytesOf(names: readonly string[]): number {
  const sizes = names.map((name) => gzipSync(readFileSync(join(dist, name))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The files of a kind that the page names itself, and so needs before it shows anything. */
function initial(ending: string): string[] {
  return originals.filter((name) => name.endsWith(ending) && page.includes(name));
}

const markdown = originals.filter((name) => name.includes('answer-text'));

test('the page starts with at most 250 kB of script', () => {
  expect(bytesOf(initial('.js'))).toBeGreaterThan(0);
  expect(bytesOf(initial('.js'))).toBeLessThanOrEqual(250 * kB);
});

test('the page starts with at most 25 kB of styles', () => {
  expect(bytesOf(initial('.css'))).toBeGreaterThan(0);
  expect(bytesOf(initial('.css'))).toBeLessThanOrEqual(25 * kB);
});

test('what is fetched later for Markdown is at most 80 kB', () => {
  expect(bytesOf(markdown)).toBeGreaterThan(0);
  expect(bytesOf(markdown)).toBeLessThanOrEqual(80 * kB);
});

test('all there is to fetch is at most 1 MB', () => {
  expect(bytesOf(originals)).toBeLessThanOrEqual(1000 * kB);
});

test('every script, style and page lies beside its compressed forms', () => {
  for (const name of originals.filter((file) => /\.(?:js|css|html|svg)$/.test(file))) {
    const bytes = readFileSync(join(dist, name));
    expect(gunzipSync(readFileSync(join(dist, `${name}.gz`)))).toEqual(bytes);
    expect(brotliDecompressSync(readFileSync(join(dist, `${name}.br`)))).toEqual(bytes);
  }
});

test('the licences of all that was built in lie beside it', () => {
  const scripts = readFileSync(join(dist, 'licenses.md'), 'utf8');
  for (const name of ['react', '@base-ui/react', 'highlight.js'])
    expect(scripts).toContain(`## ${name} - `);
  const fonts = readFileSync(join(dist, 'font-licenses.txt'), 'utf8');
  expect(fonts).toContain('Instrument Sans Project Authors');
  expect(fonts).toContain('JetBrains Mono Project Authors');
});

test('the page names its files relative to itself, so that any path prefix works', () => {
  const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url);
  expect(addresses.length).toBeGreaterThan(3);
  for (const address of addresses) expect(address).toMatch(/^\.\//);
});
