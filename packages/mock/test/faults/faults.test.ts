import { setTimeout as wait } from 'node:timers/promises';
import { createFetch, type FaultRule, Mock, type RecordedResponse } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatRequest, jsonResponse, shortStream } from '../support/exchanges.ts';
import { askWithHttp, readChunks } from '../support/http-client.ts';

const path = '/v1/chat/completions';
const request = chatRequest({ stream: true });
const body = Buffer.from(request.body);
const events = shortStream.chunks.map(({ bytes }) => Buffer.from(bytes).toString());
const [first = '', second = '', finish = '', done = ''] = events;
const whole = events.join('');
const anError = /\{"error":\{"message":"The server had an error .*"code":null\}\}\n\n$/;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly chunks: readonly string[];
  /** What `fetch` or its body threw, with the code of its cause. */
  readonly error?: string;
}

type Ask = () => Promise<Response>;

/** Through a real socket with `fetch`, or in the process without one. */
async function open(way: string, mock: Mock): Promise<Ask> {
  if (way === 'the fetch function') {
    const mockFetch = createFetch(mock);
    return () => mockFetch(`http://mock${path}`, { method: 'POST', body });
  }
  const server = await startMockServer(mock, { minGapMs: 0 });
  onTestFinished(() => server.close());
  return () => fetch(`${server.url}${path}`, { method: 'POST', body });
}

async function read(send: Ask): Promise<Answer> {
  let response: Response;
  try {
    response = await send();
  } catch (error) {
    return {
      status: 0,
      headers: new Headers(),
      text: '',
      chunks: [],
      error: codeOf(error),
    };
  }
  const chunks: Uint8Array[] = [];
  let error: string | undefined;
  try {
    for await (const chunk of response.body as AsyncIterable<Uint8Array>)
      chunks.push(chunk);
  } catch (thrown) {
    error = codeOf(thrown);
  }
  return {
    status: response.status,
    headers: response.headers,
    text: Buffer.concat(chunks).toString(),
    chunks: chunks.map((chunk) => Buffer.from(chunk).toString('latin1')),
    ...(error === undefined ? {} : { error }),
  };
}

function codeOf(error: unknown): string {
  const { message, cause } = error as Error & {
    readonly cause?: { readonly code?: string };
  };
  return `${message} ${cause?.code ?? ''}`;
}

async function ask(
  way: string,
  rule: FaultRule,
  response: RecordedResponse = shortStream,
): Promise<Answer> {
  const mock = new Mock({
    cassettes: [{ exchanges: [{ request, response }] }],
    faults: [rule],
  });
  return read(await open(way, mock));
}

describe.each(['the HTTP server', 'the fetch function'])('through %s', (way) => {
  test.each<[FaultRule['fault'], number, string, RegExp]>([
    ['http-429', 429, 'application/json', /"code":"rate_limit_exceeded"/],
    ['http-500', 500, 'application/json', /"type":"server_error"/],
    ['http-502-html', 502, 'text/html', /^<html>/],
    ['http-503-overloaded', 503, 'application/json', /"code":"overloaded"/],
    ['http-529', 529, 'application/json', /"type":"overloaded_error"/],
    ['auth-401', 401, 'application/json', /"code":"invalid_api_key"/],
    ['content-filter', 400, 'application/json', /"code":"content_filter"/],
    ['context-length', 400, 'application/json', /"code":"context_length_exceeded"/],
    ['error-200-json', 200, 'application/json', /^\{"error":\{"message"/],
  ])('%s answers in place of what is recorded', async (fault, status, type, text) => {
    const answer = await ask(way, { fault });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.text).toMatch(text);
  });

  test.each<[NonNullable<FaultRule['retryAfter']>, string | null, string | null]>([
    ['seconds', '3', null],
    ['milliseconds', '3', '2500'],
    ['none', null, null],
  ])('http-429 says when to come back: %s', async (retryAfter, seconds, milliseconds) => {
    const { headers } = await ask(way, { fault: 'http-429', retryAfter, ms: 2500 });
    expect(headers.get('retry-after')).toBe(seconds);
    expect(headers.get('retry-after-ms')).toBe(milliseconds);
  });

  test('http-429 may name a date', async () => {
    const { headers } = await ask(way, {
      fault: 'http-429',
      retryAfter: 'date',
      ms: 60_000,
    });
    const dueMs = Date.parse(headers.get('retry-after') ?? '') - Date.now();
    expect(dueMs > 50_000 && dueMs <= 60_000).toBe(true);
  });

  test('redirect sends the client to another address, once', async () => {
    const answer = await ask(way, { fault: 'redirect', calls: [1] });
    expect(answer.text).toBe(whole);
  });

  test.each<[string, FaultRule, string]>([
    ['no-finish', { fault: 'no-finish' }, first + second + done],
    ['no-done', { fault: 'no-done' }, first + second + finish],
    [
      'malformed-json-chunk',
      { fault: 'malformed-json-chunk', afterEvents: 1 },
      first + second.replace(/\}\n\n$/, '\n\n') + finish + done,
    ],
    [
      'duplicate-chunk',
      { fault: 'duplicate-chunk', afterEvents: 1 },
      first + second + second + finish + done,
    ],
    ['crlf', { fault: 'crlf' }, whole.replaceAll('\n', '\r\n')],
    ['no-space', { fault: 'no-space' }, whole.replaceAll('data: ', 'data:')],
    ['bom', { fault: 'bom' }, `\uFEFF${whole}`],
    [
      'comment-flood',
      { fault: 'comment-flood', count: 3, afterEvents: 1 },
      first + ': keep-alive\n\n'.repeat(3) + second + finish + done,
    ],
    [
      'truncated-chunk',
      { fault: 'truncated-chunk', afterEvents: 1 },
      first + second.slice(0, Math.ceil(second.length / 2)),
    ],
    ['gzip-body', { fault: 'gzip-body' }, whole],
  ])(
    '%s changes the bytes as it says, and the body ends in order',
    async (_, rule, text) => {
      const answer = await ask(way, rule);
      expect(Buffer.from(answer.text)).toEqual(Buffer.from(text));
      expect(answer.error).toBeUndefined();
    },
  );

  test.each<[FaultRule['fault'], RegExp]>([
    ['sse-error-event', /^event: error\ndata: /],
    ['sse-error-object', /^data: /],
    ['sse-error-field', /^error: /],
  ])('%s ends the stream with an error', async (fault, start) => {
    const { text, error } = await ask(way, { fault, afterEvents: 2 });
    expect(text.startsWith(first + second)).toBe(true);
    const last = text.slice((first + second).length);
    expect(last).toMatch(start);
    expect(last).toMatch(anError);
    expect(error).toBeUndefined();
  });

  test('error-after-finish comes after the finish and in place of [DONE]', async () => {
    const { text } = await ask(way, { fault: 'error-after-finish' });
    expect(text.startsWith(first + second + finish)).toBe(true);
    expect(text.slice((first + second + finish).length)).toMatch(anError);
  });

  test('giant-chunk pads the body to the size it says', async () => {
    const { text } = await ask(way, { fault: 'giant-chunk', count: 5000 });
    expect(text.length).toBe(4999); // One character of two bytes.
    expect(text.endsWith(whole)).toBe(true);
  });

  test('one-byte-chunks gives every byte on its own', async () => {
    const { text, chunks } = await ask(way, { fault: 'one-byte-chunks' });
    expect(text).toBe(whole);
    expect(chunks.every((chunk) => chunk.length === 1)).toBe(true);
  });

  test('split-utf8 cuts inside the characters that can be cut', async () => {
    const { text, chunks } = await ask(way, { fault: 'split-utf8' });
    expect(text).toBe(whole);
    const [before = '', after = ''] = Buffer.from(first).toString('latin1').split('Ã©');
    expect(chunks.slice(0, 2)).toEqual([`${before}Ã`, `©${after}`]);
  });

  test('wrong-content-type lies about the stream', async () => {
    const { headers, text } = await ask(way, { fault: 'wrong-content-type' });
    expect(headers.get('content-type')).toBe('application/json');
    expect(text).toBe(whole);
  });

  test('blank-lines-before-json come before the JSON', async () => {
    const rule: FaultRule = { fault: 'blank-lines-before-json', count: 3 };
    const { text } = await ask(way, rule, jsonResponse({ ok: true }));
    expect(text).toBe('\n\n\n{"ok":true}');
  });

  test.each<[FaultRule['fault'], string]>([
    ['close-midstream', 'terminated UND_ERR_SOCKET'],
    ['reset-midstream', 'terminated ECONNRESET'],
  ])('%s breaks the body off where it says', async (fault, error) => {
    const answer = await ask(way, { fault, afterEvents: 2 });
    expect(answer.text).toBe(first + second);
    expect(answer.error).toBe(error);
  });

  test('close-early sends less than it announces', async () => {
    const answer = await ask(way, { fault: 'close-early', afterEvents: 1 });
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(whole)));
    expect(answer.text).toBe(first);
    expect(answer.error).toMatch(/^terminated UND_ERR_/);
  });

  test('reset-before-headers gives no answer at all', async () => {
    const answer = await ask(way, { fault: 'reset-before-headers' });
    expect(answer.error).toMatch(/^fetch failed (?:ECONNRESET|UND_ERR_SOCKET)$/);
  });

  test.each<[string, FaultRule]>([
    ['slow-headers', { fault: 'slow-headers', ms: 60 }],
    ['slow-first-byte', { fault: 'slow-first-byte', ms: 60 }],
    ['stall', { fault: 'stall', ms: 60 }],
  ])('%s takes the time it says, then everything comes', async (_, rule) => {
    const startedAtMs = performance.now();
    const { text } = await ask(way, rule);
    expect(performance.now() - startedAtMs).toBeGreaterThan(55);
    expect(text).toBe(whole);
  });

  test.each<[string, FaultRule, string]>([
    ['stall', { fault: 'stall', afterEvents: 1 }, ''],
    [
      'keepalive-forever',
      { fault: 'keepalive-forever', afterEvents: 1, ms: 1 },
      ': keep-alive\n\n',
    ],
  ])('%s may last for ever, until the client leaves', async (_, rule, rest) => {
    const mock = new Mock({
      cassettes: [{ exchanges: [{ request, response: shortStream }] }],
      faults: [rule],
    });
    const response = await (await open(way, mock))();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = async () => Buffer.from((await reader.read()).value ?? []).toString();
    expect(await next()).toBe(first);
    const winner = await Promise.race([next(), wait(50, '')]);
    expect(winner).toContain(rest);
    await reader.cancel();
  });

  test('a fault that cannot happen to an answer is said so, not left out', async () => {
    const { status, text } = await ask(way, { fault: 'no-done' }, jsonResponse({}));
    expect(status).toBe(501);
    expect(text).toContain(
      "the fault 'no-done' needs an event stream; this answer is none",
    );
  });
});

describe('connection-refused', () => {
  test('is what the fetch function throws', async () => {
    const { error } = await ask('the fetch function', { fault: 'connection-refused' });
    expect(error).toBe('fetch failed ECONNREFUSED');
  });

  test('is refused by the server, which says what to do', async () => {
    const mock = new Mock({ faults: [{ fault: 'connection-refused' }] });
    await expect(startMockServer(mock)).rejects.toThrow(
      /not possible with the HTTP server: .* refuseConnections\(\)/,
    );
  });

  test('happens for a while to a server that is told so', async () => {
    const server = await startMockServer(new Mock());
    onTestFinished(() => server.close());
    await server.refuseConnections(30);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
    await expect
      .poll(() =>
        fetch(server.url).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(501);
  });
});

describe('chunks read by node:http', () => {
  test('are one where the body is one giant chunk', async () => {
    const mock = new Mock({
      cassettes: [{ exchanges: [{ request, response: shortStream }] }],
      faults: [{ fault: 'giant-chunk', count: 5000 }],
    });
    const server = await startMockServer(mock, { minGapMs: 0 });
    onTestFinished(() => server.close());
    const { chunks } = await askWithHttp(`${server.url}${path}`, { body });
    expect(chunks.map((chunk) => chunk.length)).toEqual([5000]);
  });

  test('of one byte are of one byte', async () => {
    const mock = new Mock({
      cassettes: [{ exchanges: [{ request, response: shortStream }] }],
      faults: [{ fault: 'one-byte-chunks' }],
    });
    const server = await startMockServer(mock, { minGapMs: 0 });
    onTestFinished(() => server.close());
    const { chunks } = await askWithHttp(`${server.url}${path}`, { body });
    expect(chunks).toHaveLength(Buffer.byteLength(whole));
  });

  test('compressed ones can be read as they come', async () => {
    const mock = new Mock({
      cassettes: [{ exchanges: [{ request, response: shortStream }] }],
      faults: [{ fault: 'gzip-body' }],
    });
    const server = await startMockServer(mock, { minGapMs: 0 });
    onTestFinished(() => server.close());
    const response = await fetch(`${server.url}${path}`, { method: 'POST', body });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(
      (await readChunks(response)).map((chunk) => Buffer.from(chunk).toString()),
    ).toEqual(events);
  });
});
