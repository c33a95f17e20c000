import { replayHandler } from '@samewire/mock/msw';
import { doneEvent, encodeEvent } from '@samewire/shared-types';
import { setupServer } from 'msw/node';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const url = 'https://provider.example/v1/chat/completions';

function chunkWith(content: string): string {
  return encodeEvent(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'tiny',
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    }),
  );
}

/** Cut inside an event and inside a character, as transports do. */
const bytes = Buffer.from(chunkWith('Hé') + chunkWith('llo') + doneEvent);
const middle = bytes.indexOf(0xa9);

const recorded = {
  status: 200,
  headers: [
    ['content-type', 'text/event-stream'],
    ['content-encoding', 'br'],
    ['x-ratelimit-remaining-tokens', '9999976'],
  ] as const,
  chunks: [{ bytes: bytes.subarray(0, middle) }, { bytes: bytes.subarray(middle) }],
};

const server = setupServer(replayHandler(url, recorded));
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

describe('a replayed answer', () => {
  test('has the bytes that were recorded', async () => {
    const response = await fetch(url, { method: 'POST' });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test('has its headers, but for those about the way it travelled', async () => {
    const { headers } = await fetch(url, { method: 'POST' });
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe('9999976');
    expect(headers.has('content-encoding')).toBe(false);
  });

  test('is understood by the official client', async () => {
    const client = new OpenAI({ baseURL: 'https://provider.example/v1', apiKey: 'none' });
    const stream = await client.chat.completions.create({
      model: 'tiny',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual(['Hé', 'llo']);
  });
});
