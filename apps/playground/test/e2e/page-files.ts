import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { playgroundHeaders } from '@samewire/server';

export const distDir = join(import.meta.dirname, '../../dist');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Sends a file of the built page, with the headers the real server sends. The page must work under them. */
export async function sendPageFile(
  path: string,
  response: ServerResponse,
  folder = distDir,
): Promise<void> {
  const name = path === '/' ? 'index.html' : normalize(path).replace(/^\/+/, '');
  const bytes = await readFile(join(folder, name)).catch(() => undefined);
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': types[extname(name)] ?? 'application/octet-stream',
    ...playgroundHeaders,
  });
  response.end(bytes);
}
