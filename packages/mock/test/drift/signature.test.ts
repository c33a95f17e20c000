import { shapeOf, signatureOf } from '@samewire/mock/drift';
import { describe, expect, test } from 'vitest';

function streamSignature(text: string) {
  const body = new TextEncoder().encode(text);
  const signature = signatureOf({ status: 200, headers: [], body }).body;
  if (signature.kind !== 'events')
    throw new Error(`a stream was read as ${signature.kind}`);
  return signature;
}

function chunk(delta: object): string {
  return `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;
}

describe('the shape of a JSON value', () => {
  test('keeps keys in their order', () => {
    expect(Object.keys(shapeOf({ b: 1, a: 2 }))).toEqual(['b', 'a']);
  });

  test('holds nothing of what was said', () => {
    expect(shapeOf({ content: 'a secret', tokens: 7, ok: true, none: null })).toEqual({
      content: 'string',
      tokens: 'number',
      ok: 'boolean',
      none: 'null',
    });
  });

  test('tells an empty string from text', () => {
    expect(shapeOf({ id: '' })).toEqual({ id: "''" });
  });

  test('keeps the words that clients branch on', () => {
    expect(shapeOf({ finish_reason: 'tool_call' })).toEqual({
      finish_reason: "'tool_call'",
    });
  });

  test('has each kind of element of a list once', () => {
    expect(shapeOf(['a', 'b', null, 'c'])).toEqual(['string', 'null']);
  });
});

describe('the signature of a stream', () => {
  test('is the same for a short text and a long one', () => {
    const text = chunk({ content: 'a' });
    expect(streamSignature(text.repeat(9))).toEqual(streamSignature(text));
  });

  test('has events that take turns in one phase, whichever came first', () => {
    const [a, b] = [chunk({ content: 'a' }), chunk({ content: '' })];
    expect(streamSignature(a + b + a + b)).toEqual(streamSignature(b + a + b));
    expect(streamSignature(a + b + a).phases).toHaveLength(1);
  });

  test('has events that follow one another in phases of their own', () => {
    const stream = chunk({ role: 'assistant' }) + chunk({ content: 'a' });
    expect(streamSignature(stream).phases).toHaveLength(2);
  });

  test.each([
    ['line ends', 'data: {}\r\n\r\n', 'data: {}\n\n'],
    ['a missing space', 'data:{}\n\n', 'data: {}\n\n'],
    ['a comment', ': ping\n\ndata: {}\n\n', 'data: {}\n\n'],
    ['where a comment stands', ': ping\n\ndata: {}\n\n', 'data: {}\n\n: ping\n\n'],
    ['the name of an event', 'event: error\ndata: {}\n\n', 'data: {}\n\n'],
    ['a field other than data', 'error: {}\n\n', 'data: {}\n\n'],
    ['[DONE]', 'data: {}\n\ndata: [DONE]\n\n', 'data: {}\n\n'],
    ['a last line that is cut', 'data: {}\n\ndata: [DONE]\n', 'data: [DONE]\n\n'],
  ])('shows %s', (_, one, other) => {
    expect(streamSignature(one)).not.toEqual(streamSignature(other));
  });

  test('takes the time of a comment for what it is', () => {
    expect(streamSignature(': ping - 18:49:47\n\ndata: {}\n\n')).toEqual(
      streamSignature(': ping - 10:00:00\n\ndata: {}\n\n'),
    );
  });
});

function formsOf(headers: [string, string][]) {
  return signatureOf({ status: 200, headers, body: new Uint8Array() }).headers;
}

describe('the signature of headers', () => {
  test('has the dialect of rate limits, not their state', () => {
    expect(
      formsOf([
        ['X-RateLimit-Reset-Tokens', '6m0s'],
        ['x-ratelimit-reset-requests', '7'],
        ['anthropic-ratelimit-tokens-reset', '2026-03-05T10:00:00Z'],
      ]),
    ).toEqual({
      'anthropic-ratelimit-tokens-reset': 'date',
      'x-ratelimit-reset-requests': 'number',
      'x-ratelimit-reset-tokens': 'duration',
    });
  });

  test('leaves out what caches and proxies add', () => {
    expect(
      formsOf([
        ['cf-ray', '1'],
        ['date', 'now'],
      ]),
    ).toEqual({});
  });
});
