import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';

/** llama-server of the same source; `npm test` builds it and sets the variable. */
export const llamaServer = process.env['SAMEWIRE_LLAMA_SERVER'];

/** Runs a test beside llama-server with a model, and ends it whatever happens. */
export async function withLlamaServer(
  model: string,
  args: readonly string[],
  test: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const common = ['--model', model, '--port', String(port), '--parallel', '1'];
  const child = spawn(
    llamaServer ?? '',
    [...common, '--ctx-size', '256', '--kv-unified', ...args],
    { stdio: 'ignore' },
  );
  try {
    const isUp = async () =>
      (await fetch(`${url}/health`).catch(() => undefined))?.ok ?? false;
    await expect.poll(isUp, { interval: 20 }).toBe(true);
    await test(url);
  } finally {
    child.kill();
  }
}

/** The answer to a request for JSON. */
export async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return response.json();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
