import { ChatCompletionChunk } from '@samewire/shared-types';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer, eventsOf } from '../support/test-server.ts';

const isChunk = new Ajv({ strict: false }).compile(ChatCompletionChunk);

async function streamOf(changes: object, engine = {}) {
  const { server } = await createTestServer({ engine });
  const response = await server.inject(chatRequest({ stream: true, ...changes }));
  expect(response.statusCode).toBe(200);
  return eventsOf(response.body) as any[];
}

describe('a streamed chat completion', () => {
  test('is the role, the text piece by piece, the reason, and the end', async () => {
    const events = await streamOf({}, { reply: () => 'Hi there' });
    const choices = events.slice(0, -1).map((chunk) => chunk.choices[0]);
    expect(choices).toEqual([
      {
        index: 0,
        delta: { role: 'assistant', content: '', refusal: null },
        logprobs: null,
        finish_reason: null,
      },
      { index: 0, delta: { content: 'Hi' }, logprobs: null, finish_reason: null },
      { index: 0, delta: { content: ' there' }, logprobs: null, finish_reason: null },
      { index: 0, delta: {}, logprobs: null, finish_reason: 'stop' },
    ]);
    expect(events.at(-1)).toBe('[DONE]');
  });

  test('has chunks of the form of the wire with one head', async () => {
    const events = await streamOf({
      logprobs: true,
      stream_options: { include_usage: true },
    });
    const chunks = events.slice(0, -1);
    for (const chunk of chunks) expect(isChunk(chunk)).toBe(true);
    const heads = chunks.map(({ id, created, model }) =>
      JSON.stringify({ id, created, model }),
    );
    expect(new Set(heads).size).toBe(1);
  });

  test('has usage: null in every chunk and the figures in one more, if asked', async () => {
    const events = await streamOf({ stream_options: { include_usage: true } });
    const chunks = events.slice(0, -1);
    const last = chunks.pop();
    expect(new Set(chunks.map(({ usage }) => usage))).toEqual(new Set([null]));
    expect(last).toMatchObject({ choices: [], usage: { total_tokens: 11 } });
  });

  test('has no usage at all unless asked', async () => {
    for (const event of (await streamOf({})).slice(0, -1))
      expect(event).not.toHaveProperty('usage');
  });

  test('has chunks whose length says nothing, unless told otherwise', async () => {
    const { server } = await createTestServer();
    const padded = (await server.inject(chatRequest({ stream: true }))).body;
    for (const chunk of chunksOf(padded)) expect(chunk.length % 16).toBe(padding % 16);
    const options = { stream: true, stream_options: { include_obfuscation: false } };
    const plain = (await server.inject(chatRequest(options))).body;
    expect(plain).not.toContain('obfuscation');
  });

  test('gives every choice its own role and reason', async () => {
    const events = await streamOf(
      { n: 2 },
      { reply: (_: unknown, choice: number) => `${choice}` },
    );
    for (const index of [0, 1]) {
      const own = events.filter((event) => event.choices?.[0]?.index === index);
      expect(own[0].choices[0].delta).toHaveProperty('role');
      expect(own.map((event) => event.choices[0].finish_reason)).toEqual([
        null,
        null,
        'stop',
      ]);
    }
  });

  test('carries log probabilities beside the text they belong to', async () => {
    const events = await streamOf({ logprobs: true }, { reply: () => ['Hi'] });
    expect(events[1].choices[0]).toMatchObject({
      delta: { content: 'Hi' },
      logprobs: { content: [{ token: 'Hi', top_logprobs: [] }], refusal: null },
    });
    expect(events[0].choices[0].logprobs).toBeNull();
  });

  test('keeps line separators and quotes inside their event', async () => {
    const text = 'a\u2028b\n"c"\u0000';
    const events = await streamOf({}, { reply: () => [text] });
    expect(events[1].choices[0].delta.content).toBe(text);
  });

  test('has the headers that keep proxies from holding it back', async () => {
    const { server } = await createTestServer();
    const { headers } = await server.inject(chatRequest({ stream: true }));
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
      'x-request-id': expect.any(String),
      'openai-processing-ms': expect.any(String),
    });
  });
});

/** What surrounds the pad of a chunk, the same in every one. */
const padding = ',"obfuscation":""}'.length;

function chunksOf(body: string): string[] {
  const events = body.split('\n\n').map((event) => event.slice('data: '.length));
  return events.filter((data) => data.startsWith('{'));
}
