// Adapters with a real model: what a request brings itself, and what clients load.

import { dirname } from 'node:path';
import OpenAI, { NotFoundError } from 'openai';
import { afterAll, expect, test } from 'vitest';
import { builtModelPath, startSamewire } from './support/start-samewire.ts';

const adapterFile = builtModelPath('adapter');
const server = await startSamewire(builtModelPath('random'), [
  '--lora',
  `half=${adapterFile}:0.5`,
  '--lora-dir',
  dirname(adapterFile),
]);
afterAll(() => server.stop());
const { baseUrl, model } = server;
const client = new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0 });

/** The text of a request, with fields that the client does not know. */
async function textOf(changes: object): Promise<string> {
  const body = { model, prompt: ' ba de ki', max_tokens: 24, temperature: 0, ...changes };
  const { choices } = await client.completions.create(body);
  return choices[0]?.text ?? '';
}

const post = (path: string, body: object) => client.post<unknown>(path, { body });

test('a request with scales of its own gets what the adapter of that scale gives', async () => {
  const half = await textOf({ model: 'half' });
  expect(await textOf({ lora: [{ id: 0, scale: 0.5 }] })).toBe(half);
  const whole = await textOf({ lora: [{ id: 0, scale: 1 }] });
  const none = await textOf({});
  expect(new Set([half, whole, none]).size).toBe(3);
  expect(await textOf({ lora: [{ id: 0, scale: 0 }] })).toBe(none);
});

test('requests with different sets get at once what they get alone', async () => {
  const sets = [0, 0.25, 0.5, 0.75, 1].map((scale) => ({ lora: [{ id: 0, scale }] }));
  const alone: string[] = [];
  for (const set of sets) alone.push(await textOf(set));
  expect(await Promise.all(sets.map(textOf))).toEqual(alone);
});

test('an adapter is loaded, used and unloaded over the wire', async () => {
  const load = { lora_name: 'loaded', lora_path: 'adapter.gguf' };
  await post('/load_lora_adapter', load);
  const whole = await textOf({ lora: [{ id: 0, scale: 1 }] });
  expect(await textOf({ model: 'loaded' })).toBe(whole);
  await post('/unload_lora_adapter', { lora_name: 'loaded' });
  await expect(textOf({ model: 'loaded' })).rejects.toThrow(NotFoundError);
});

test('a model is no adapter, and the server goes on', async () => {
  const load = { lora_name: 'model', lora_path: 'random.gguf' };
  await expect(post('/load_lora_adapter', load)).rejects.toMatchObject({
    status: 400,
    param: 'lora_path',
  });
  expect(await textOf({})).not.toBe('');
});
