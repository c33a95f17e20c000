import { type Exchange, Mock } from '@samewire/mock';
import { findSecrets, Redactor, SecretError } from '@samewire/mock/server';
import { describe, expect, test } from 'vitest';
import { chatExchange, chatRequest } from '../support/exchanges.ts';

const key = `sk-proj-${'a1B2'.repeat(8)}`;

function answered(...chunks: string[]): Exchange {
  return {
    request: chatRequest(),
    response: {
      status: 200,
      headers: [],
      chunks: chunks.map((chunk, index) => ({ bytes: Buffer.from(chunk), atMs: index })),
    },
  };
}

function textsOf({ response }: Exchange): string[] {
  return response.chunks.map(({ bytes }) => Buffer.from(bytes).toString());
}

describe('a redacted exchange', () => {
  test('keeps only headers of the list', () => {
    const exchange: Exchange = {
      request: chatRequest(
        {},
        {
          headers: [
            ['Authorization', `Bearer ${key}`],
            ['X-Me', '1'],
            ['Accept', '*/*'],
          ],
        },
      ),
      response: {
        status: 200,
        headers: [
          ['Content-Type', 'application/json'],
          ['Set-Cookie', 'a=1'],
          ['openai-organization', 'acme'],
          ['x-ratelimit-remaining-tokens', '9'],
          ['anthropic-ratelimit-requests-reset', '2026'],
          ['Retry-After', '1'],
        ],
        chunks: [],
      },
    };
    const { request, response } = new Redactor().redact(exchange);
    expect(request?.headers).toEqual([['Accept', '*/*']]);
    expect(response.headers.map(([name]) => name)).toEqual([
      'Content-Type',
      'x-ratelimit-remaining-tokens',
      'anthropic-ratelimit-requests-reset',
      'Retry-After',
    ]);
  });

  test.each([
    ['a key', `{"a":"${key}"}`, '{"a":"<redacted>"}'],
    [
      'a token',
      `{"a":"eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM.c2lnbmF0dXJl"}`,
      '{"a":"<redacted>"}',
    ],
    ['an address', '{"a":"jane.doe@acme.com"}', '{"a":"<redacted>"}'],
  ])('has no %s in its body', (_, text, redacted) => {
    expect(textsOf(new Redactor().redact(answered(text)))).toEqual([redacted]);
  });

  test('has none that was spread over chunks, and keeps the chunks', () => {
    const text = `é data: ${key} end`;
    const bytes = Buffer.from(text);
    const parts = [bytes.subarray(0, 14), bytes.subarray(14, 30), bytes.subarray(30)];
    const redacted = new Redactor().redact({
      ...answered(),
      response: {
        status: 200,
        headers: [],
        chunks: parts.map((part) => ({ bytes: part })),
      },
    });
    expect(textsOf(redacted)).toEqual(['é data: <redacted>', '', ' end']);
  });

  test('has the same id in place of the same id', () => {
    const [one, two] = [`org-${'a1'.repeat(10)}`, `org-${'b2'.repeat(10)}`];
    expect(textsOf(new Redactor().redact(answered(`${one} ${two} ${one}`)))).toEqual([
      'org-redacted-1 org-redacted-2 org-redacted-1',
    ]);
  });

  test('has no key in its address', () => {
    const url = 'https://me:pw@api.example/v1/models?key=abc&alt=sse';
    const { request } = new Redactor().redact({
      ...answered(),
      request: chatRequest({}, { url }),
    });
    expect(request?.url).toBe('https://api.example/v1/models?key=redacted&alt=sse');
  });

  test('is not made where a field may be a secret nobody listed', () => {
    const doubtful = answered('{"client_secret":"q8Zr2LmX0vKp7Tn4WcYd9Hs"}');
    expect(() => new Redactor().redact(doubtful)).toThrow(SecretError);
    expect(() => new Redactor().redact(doubtful)).toThrow(/'client_secret' looks like/);
  });

  test('still answers the request it was made from', () => {
    const messages = [{ role: 'user', content: `Write to jane@acme.com with ${key}` }];
    const exchange = new Redactor().redact(chatExchange({ messages }));
    expect(Buffer.from(exchange.request?.body ?? []).toString()).not.toContain('jane');
    const mock = new Mock({ cassettes: [{ exchanges: [exchange] }] });
    expect(mock.decide(chatRequest({ messages }))).toMatchObject({
      plan: { status: 200 },
    });
  });
});

describe('findSecrets', () => {
  test('names the place and the kind of each', () => {
    const exchange: Exchange = {
      request: chatRequest({ key }, { headers: [['authorization', 'Bearer abc']] }),
      response: { status: 200, headers: [['set-cookie', 'a=1']], chunks: [] },
    };
    expect(findSecrets({ exchanges: [exchange] })).toEqual([
      {
        exchange: 0,
        where: 'request header authorization',
        what: 'a header that is never published',
      },
      { exchange: 0, where: 'request body', what: 'a key' },
      {
        exchange: 0,
        where: 'response header set-cookie',
        what: 'a header that is never published',
      },
    ]);
  });

  test('finds none in what was redacted', () => {
    const exchange = chatExchange(
      { key, org: `org-${'a1'.repeat(10)}` },
      { to: 'jane@acme.com' },
    );
    expect(findSecrets({ exchanges: [exchange] })).not.toEqual([]);
    expect(findSecrets({ exchanges: [new Redactor().redact(exchange)] })).toEqual([]);
  });
});
