import { Mock, type MockOptions } from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import { mockHandlers, type MswOptions } from '@samewire/mock/msw';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import OpenAI from 'openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  chatExchange,
  chatRequest,
  jsonResponse,
  shortStream,
} from '../support/exchanges.ts';
import { readChunks } from '../support/http-client.ts';
import { recordings } from '../support/recordings.ts';

const url = 'https://api.example/v1/chat/completions';
const streamed = { request: chatRequest({ stream: true }), response: shortStream };

/** msw as a team has it: handlers of their own, and the mock's beside them. */
function listen(mock: Mock | MockOptions, options?: MswOptions): void {
  const own = http.get('https://own.example/me', () => HttpResponse.json({ me: true }));
  const server = setupServer(own, ...mockHandlers(mock, options));
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());
}

function cassettesOf(...exchanges: Parameters<typeof chatExchange>[]) {
  return [{ exchanges: exchanges.map((args) => chatExchange(...args)) }];
}

describe('beside the handlers of a team', () => {
  test('the mock answers what is recorded', async () => {
    listen({ cassettes: [{ exchanges: [streamed] }] });
    const response = await fetch(url, {
      method: 'POST',
      body: Buffer.from(streamed.request.body),
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(Buffer.concat(await readChunks(response))).toEqual(
      Buffer.concat(shortStream.chunks.map(({ bytes }) => bytes)),
    );
  });

  test('their handlers answer the rest', async () => {
    listen({ cassettes: cassettesOf([]) });
    const response = await fetch('https://own.example/me');
    expect(await response.json()).toEqual({ me: true });
  });

  test('what nobody answers is unhandled, and so refused where msw is told to', async () => {
    listen({ cassettes: cassettesOf([]) });
    await expect(fetch('https://nobody.example/')).rejects.toMatchObject({
      cause: { message: expect.stringContaining('"error" strategy') as string },
    });
  });

  test('a request to a recorded host that is not recorded fails loudly', async () => {
    listen({ cassettes: cassettesOf([]) });
    const response = await fetch(url, { method: 'POST', body: '{"model":"other"}' });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('no recorded answer. Nearest is');
  });

  test('with a path beside the host, what is not below it is left to them', async () => {
    listen(
      { respond: () => jsonResponse({ made: true }) },
      { hosts: ['own.example/v1'] },
    );
    const answers = ['/v1/chat/completions', '/v1', '/me'].map(async (path) =>
      (await fetch(`https://own.example${path}`)).json(),
    );
    const made = { made: true };
    expect(await Promise.all(answers)).toEqual([made, made, { me: true }]);
  });

  test('the official client reads a stream', async () => {
    listen({ cassettes: [{ exchanges: [streamed] }] });
    const client = new OpenAI({ baseURL: 'https://api.example/v1', apiKey: 'none' });
    const stream = await client.chat.completions.create({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual([
      'Hé',
      'llo',
      undefined,
    ]);
  });
});

describe('a fault that msw cannot do', () => {
  test('is refused when the handlers are made', () => {
    const options: MockOptions = { faults: [{ fault: 'reset-midstream' }] };
    expect(() => mockHandlers(options)).toThrow(
      /'reset-midstream' is not possible with msw: it has no connection to break. Use createFetch/,
    );
  });

  test('is refused when it is added later', () => {
    const mock = new Mock();
    mockHandlers(mock);
    expect(() => mock.faults.add({ fault: 'close-early' })).toThrow(
      /not possible with msw/,
    );
  });
});

describe(`a recording${recordings.note}`, () => {
  const streams = recordings.files.filter((file) => /reqllm.*streaming/.test(file));

  test.each(streams)('has its bytes and its chunks through msw: %s', async (file) => {
    const { cassette } = importRecording(recordings.read(file), file);
    listen({ cassettes: [cassette] });
    const [exchange] = cassette.exchanges;
    const { request, response } = exchange ?? streamed;
    const answer = await fetch(request?.url ?? '', {
      method: 'POST',
      body: Buffer.from(request?.body ?? []),
    });
    const chunks = await readChunks(answer);
    const expected = response.chunks.map(({ bytes }) => bytes);
    expect(chunks.map(toText)).toEqual(expected.map(toText));
  });
});

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
