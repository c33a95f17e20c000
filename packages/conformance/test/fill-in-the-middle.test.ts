// What the official client gets for a suffix, from a model that has the tokens for it.

import OpenAI from 'openai';
import { afterAll, expect, test } from 'vitest';
import { builtModelPath, startSamewire } from './support/start-samewire.ts';

const server = await startSamewire(builtModelPath('random-infill'));
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const origin = new URL(baseURL).origin;

const prompt = ' ba de ki lo';
const suffix = ' mu na re si';
const greedy = { model, prompt, max_tokens: 16, temperature: 0 };

async function textOf(changes: object): Promise<string> {
  const { choices } = await client.completions.create({ ...greedy, ...changes });
  return choices[0]?.text ?? '';
}

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const options = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await (await fetch(origin + path, options)).json()) as Record<string, unknown>;
}

test('the text depends on what comes after it', async () => {
  const texts = [
    await textOf({}),
    await textOf({ suffix }),
    await textOf({ suffix: ' to vu' }),
  ];
  expect(new Set(texts).size).toBe(3);
  expect(await textOf({ suffix: '' })).toBe(texts[0]);
});

test('a prompt of tokens gets the same, streamed or not', async () => {
  const { tokens } = await post('/tokenize', { content: prompt });
  const text = await textOf({ suffix });
  expect(await textOf({ suffix, prompt: tokens })).toBe(text);
  const stream = await client.completions.create({ ...greedy, suffix, stream: true });
  let streamed = '';
  for await (const chunk of stream) streamed += chunk.choices[0]?.text ?? '';
  expect(streamed).toBe(text);
});

test('prompt and suffix count as the prompt, with their markers', async () => {
  const { usage } = await client.completions.create({ ...greedy, suffix });
  const counts = await Promise.all(
    [prompt, suffix].map(
      async (content) => (await post('/tokenize', { content }))['tokens'],
    ),
  );
  // The begin token, and those before, between and after.
  expect(usage?.prompt_tokens).toBe(counts.flat().length + 4);
});

test("llama.cpp's clients get it at /infill, and what they sent before from the cache", async () => {
  const body = {
    input_prefix: prompt,
    input_suffix: suffix,
    input_extra: [{ filename: 'a.py', text: ' ta tu', time: [0, 1] }],
    temperature: 0,
    samplers: ['top_k', 'top_p', 'infill'],
    cache_prompt: true,
  };
  const read = await post('/infill', { ...body, n_predict: 0, response_fields: [''] });
  expect(read).toEqual({});
  const answer = await post('/infill', { ...body, n_predict: 16 });
  expect(answer).toMatchObject({ content: expect.any(String), timings: { prompt_n: 1 } });
});
