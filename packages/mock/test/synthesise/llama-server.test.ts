import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { signatureOf } from '@samewire/mock/drift';
import type { Scenario } from '@samewire/mock/scenario';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { sharedFolder } from './recordings/read.ts';

const program = env['SAMEWIRE_LLAMA_SERVER'] ?? '';
const model = join(sharedFolder ?? '', 'models', 'stories260K.gguf');
const canRun = existsSync(program) && existsSync(model);

let server: ChildProcess;
let url: string;

beforeAll(async () => {
  if (!canRun) return;
  const port = await freePort();
  url = `http://127.0.0.1:${port}/v1/chat/completions`;
  const place = ['--host', '127.0.0.1', '--port', String(port)];
  server = spawn(program, ['-m', model, '-c', '128', '-t', '1', ...place], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(server);
}, 60_000);

afterAll(() => {
  server?.kill('SIGKILL');
});

describe.skipIf(!canRun)('the profile of llama-server, beside the server itself', () => {
  const messages = [{ role: 'user', content: 'Hi' }];
  const said: Scenario = { text: ['a', 'b', 'c'], finish: 'length' };

  test.each([
    [
      'a stream with counts',
      { stream: true, stream_options: { include_usage: true } },
      said,
    ],
    ['a stream without', { stream: true }, said],
    ['a whole answer', {}, said],
    [
      'a prompt that is too long',
      { messages: [{ role: 'user', content: 'word '.repeat(300) }] },
      { error: { kind: 'context-length' } } as const,
    ],
    [
      'a body that is wrong',
      { messages: 1 },
      { error: { kind: 'invalid-request' } } as const,
    ],
  ])('%s has the same structure', async (_, asked, scenario) => {
    const body = { messages, max_tokens: 3, ...asked };
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    const live = signatureOf({
      status: response.status,
      headers: response.headers,
      body: new Uint8Array(await response.arrayBuffer()),
    });
    const answer = synthesise({
      profile: profile('llama-server'),
      scenario,
      request: { body },
    });
    const bytes = Buffer.concat(answer.chunks.map((chunk) => chunk.bytes));
    const imitated = signatureOf({ ...answer, body: bytes });
    expect(JSON.stringify(imitated, null, 1)).toBe(JSON.stringify(live, null, 1));
  });
});

/** Resolves once the server says that it listens; it has its model by then. */
async function listening({ stderr }: ChildProcess): Promise<void> {
  let log = '';
  for await (const piece of stderr ?? []) {
    log += String(piece);
    if (log.includes('listening on http')) return;
  }
  throw new Error(`llama-server ended before it listened:\n${log}`);
}
