import { Mock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { jsonResponse } from '../support/exchanges.ts';
import { askWithHttp, type Received } from '../support/http-client.ts';

async function serve(origins: readonly string[] = []): Promise<string> {
  const response = {
    ...jsonResponse({ ok: true }),
    headers: [
      ['content-type', 'application/json'],
      ['x-request-id', 'req_1'],
      ['Access-Control-Allow-Origin', 'https://provider.example'],
    ] as const,
  };
  const exchanges = [{ match: { path: '/chat/completions' }, response }];
  const mock = new Mock({ cassettes: [{ exchanges }], repeat: 'last' });
  const server = await startMockServer(mock, { origins });
  onTestFinished(() => server.close());
  return server.url;
}

const path = '/v1/chat/completions';

/** What a browser sends before it asks with a key. */
function preflight(url: string, origin: string): Promise<Received> {
  return askWithHttp(url + path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
    },
  });
}

function headersOf({ headers }: Received, pattern: RegExp): string[] {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .filter((line) => pattern.test(line));
}

describe('a page of another origin', () => {
  test.each([
    'http://localhost:5173',
    'http://127.0.0.1:3000',
    'http://[::1]:80',
    'https://localhost',
  ])('may ask where it is on this machine: %s', async (origin) => {
    const url = await serve();
    const before = await preflight(url, origin);
    expect(before.status).toBe(204);
    expect(headersOf(before, /^access-control-allow-/)).toEqual([
      `access-control-allow-origin: ${origin}`,
      'access-control-allow-methods: POST',
      'access-control-allow-headers: authorization,content-type,x-stainless-lang',
    ]);
    const answer = await askWithHttp(url + path, { headers: { origin }, body: '{}' });
    expect(headersOf(answer, /^access-control-/)).toEqual([
      `access-control-allow-origin: ${origin}`,
      'access-control-expose-headers: content-type, x-request-id',
    ]);
  });

  test.each(['https://evil.example', 'http://localhost.evil.example', 'null'])(
    'may not where it is elsewhere: %s',
    async (origin) => {
      const url = await serve();
      expect((await preflight(url, origin)).status).toBe(403);
      const control = { method: 'POST', headers: { origin }, body: '{}' };
      const refused = await askWithHttp(`${url}/__mock/reset`, control);
      expect(refused.status).toBe(403);
      expect(Buffer.concat(refused.chunks).toString()).toContain('--cors ORIGIN');
    },
  );

  test.each([['https://app.example'], ['*']])(
    'may where it is allowed: %s',
    async (allowed) => {
      const url = await serve([allowed]);
      const before = await preflight(url, 'https://app.example');
      expect(headersOf(before, /allow-origin/)).toEqual([
        'access-control-allow-origin: https://app.example',
      ]);
    },
  );

  test('may read what was missed', async () => {
    const url = await serve();
    const headers = { origin: 'http://localhost:1' };
    const missed = await askWithHttp(`${url}/v1/models`, { headers });
    expect(missed.status).toBe(501);
    expect(headersOf(missed, /allow-origin/)).toHaveLength(1);
  });
});

test('what is no page gets the headers that were recorded', async () => {
  const url = await serve();
  const answer = await askWithHttp(url + path, { body: '{}' });
  expect(headersOf(answer, /^(access|vary)/)).toEqual([
    'access-control-allow-origin: https://provider.example',
  ]);
});
