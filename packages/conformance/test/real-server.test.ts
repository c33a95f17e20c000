// The command as a user starts it, with a real model behind it, and the official clients.

import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  anthropicConformanceCases,
  conformanceCases,
  embeddingConformanceCases,
  fileConformanceCases,
} from '@samewire/conformance';

import OpenAI from 'openai';
import { afterAll, describe, expect, test } from 'vitest';
import { builtModelPath, startSamewire } from './support/start-samewire.ts';

/** A Python that has the official client: the one that is named, or the machine's own. */
const python = [process.env['SAMEWIRE_PYTHON'], 'python3']
  .filter((name) => name !== undefined)
  .find((name) => spawnSync(name, ['-c', 'import openai']).status === 0);

const server = await startSamewire();
afterAll(() => server.stop());

describe('a server that was started by its command', () => {
  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  test.each([...conformanceCases, ...anthropicConformanceCases, ...fileConformanceCases])(
    '$name',
    ({ run }) => run(server),
  );

  test('says who it is in words that arrive one after another', async () => {
    const client = new OpenAI({ baseURL: server.baseUrl, apiKey: 'none' });
    const stream = await client.chat.completions.create({
      model: server.model,
      messages: [{ role: 'user', content: 'Who are you?' }],
      temperature: 0,
      stream: true,
    });
    const pieces: string[] = [];
    for await (const chunk of stream) {
      const content = chunk.choices[0]?.delta.content;
      if (content) pieces.push(content);
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toContain('samewire-demo');
  });
});

describe('a server of a model that makes embeddings', async () => {
  const embedder = await startSamewire(builtModelPath('bert'));
  afterAll(() => embedder.stop());

  // oxlint-disable-next-line vitest/expect-expect -- the cases assert by themselves
  test.each(embeddingConformanceCases)('$name', ({ run }) => run(embedder));

  test('answers the Python client', async ({ skip }) => {
    skip(python === undefined, 'there is no Python with the official client');
    const code = [
      'import sys, openai',
      'client = openai.OpenAI(base_url=sys.argv[1], api_key="none")',
      'answer = client.embeddings.create(model=sys.argv[2], input=["one", "two"])',
      'print([len(one.embedding) for one in answer.data])',
    ].join('\n');
    const { stdout } = await promisify(execFile)(python ?? '', [
      '-c',
      code,
      embedder.baseUrl,
      embedder.model,
    ]);
    expect(stdout.trim()).toBe('[64, 64]');
  });
});

test('a server whose client has left in mid-stream stops at once', async () => {
  const running = await startSamewire();
  const client = new OpenAI({ baseURL: running.baseUrl, apiKey: 'none' });
  const stream = await client.chat.completions.create({
    model: running.model,
    messages: [{ role: 'user', content: 'Who are you?' }],
    stream: true,
  });
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta.content) break;
  }
  const startedAt = performance.now();
  await running.stop();
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

const skipNote = python
  ? ''
  : ' (skipped: no Python with `pip install openai`; SAMEWIRE_PYTHON may name one)';

test.skipIf(python === undefined)(
  `the official Python client gets what it expects${skipNote}`,
  async () => {
    const script = fileURLToPath(new URL('python/official_client.py', import.meta.url));
    // One sentence, whatever it is asked: texts and ends can be told in advance.
    const speaking = await startSamewire(builtModelPath('speaking'));
    const { baseUrl, model } = speaking;
    const run = promisify(execFile)(python ?? '', [script, baseUrl, model]);
    const [said] = await Promise.allSettled([run]);
    await speaking.stop();
    const stdout = said.status === 'fulfilled' ? said.value.stdout : String(said.reason);
    expect(stdout.trim().split('\n')).toEqual([
      'models ok',
      'chat completion ok',
      'chat stream ok',
      'abort ok',
      'completion ok',
      'completion stream ok',
      'log probabilities ok',
      'stored completion ok',
      'response ok',
      'response stream ok',
      'background response ok',
      'conversation ok',
      'structured output ok',
      'errors ok',
    ]);
  },
);
