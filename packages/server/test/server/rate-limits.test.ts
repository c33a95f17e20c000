import { describe, expect, test } from 'vitest';
import {
  chatRequest,
  createTestServer,
  messagesRequest,
} from '../support/test-server.ts';

const duration = /^(?:\d+(?:\.\d+)?(?:ms|s)|\d+m.*s)$/;

describe('a server with a limit of requests', () => {
  test('says in every answer of the model what is left', async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 3 } });
    const first = await server.inject(chatRequest());
    const second = await server.inject(chatRequest({ temperature: 'hot' }));
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit-requests': '3',
      'x-ratelimit-remaining-requests': '2',
      'x-ratelimit-reset-requests': expect.stringMatching(duration),
    });
    expect(second.statusCode).toBe(400);
    expect(second.headers['x-ratelimit-remaining-requests']).toBe('1');
    expect(first.headers).not.toHaveProperty('x-ratelimit-limit-tokens');
  });

  test('says it in a stream as well', async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 3 } });
    const response = await server.inject(chatRequest({ stream: true }));
    expect(response.headers['x-ratelimit-remaining-requests']).toBe('2');
  });

  test('refuses more, and says when to try again', async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 1 } });
    await server.inject(chatRequest());
    const response = await server.inject(chatRequest());
    expect(response.statusCode).toBe(429);
    expect(response.json().error).toEqual({
      message: expect.stringMatching(
        /^Rate limit reached for tiny on requests per min \(RPM\): Limit 1, Used 1, Requested 1\. Please try again in [\dms.]+\.$/,
      ),
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
    });
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(response.headers['retry-after-ms'])).toBeGreaterThan(1000);
  });

  test('limits each key for itself', async () => {
    const { server } = await createTestServer({
      config: { requestsPerMinute: 1, apiKeys: ['one', 'two'] },
    });
    const ask = (key: string) =>
      server.inject({ ...chatRequest(), headers: { authorization: `Bearer ${key}` } });
    expect((await ask('one')).statusCode).toBe(200);
    expect((await ask('one')).statusCode).toBe(429);
    expect((await ask('two')).statusCode).toBe(200);
  });

  test('lets models be listed without limit', async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 1 } });
    for (let round = 0; round < 3; round++) {
      const response = await server.inject({ method: 'GET', url: '/v1/models' });
      expect(response.statusCode).toBe(200);
      expect(response.headers).not.toHaveProperty('x-ratelimit-limit-requests');
    }
  });

  test("tells Anthropic's clients in their form", async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 1 } });
    const first = await server.inject(messagesRequest());
    expect(first.headers).toMatchObject({
      'anthropic-ratelimit-requests-limit': '1',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': expect.stringMatching(/^\d{4}-.*:\d\dZ$/),
    });
    const second = await server.inject(messagesRequest());
    expect(second.json().error.type).toBe('rate_limit_error');
  });
});

describe('a server with a limit of tokens', () => {
  test('counts what an answer may have', async () => {
    const { server } = await createTestServer({ config: { tokensPerMinute: 1000 } });
    const first = await server.inject(chatRequest({ max_tokens: 800 }));
    expect(Number(first.headers['x-ratelimit-remaining-tokens'])).toBeLessThan(200);
    const second = await server.inject(chatRequest({ max_tokens: 800 }));
    expect(second.statusCode).toBe(429);
    expect(second.json().error).toMatchObject({
      type: 'tokens',
      code: 'rate_limit_exceeded',
    });
  });

  test('does not count the bytes of images as text', async () => {
    const { server } = await createTestServer({
      engine: { model: { readsImages: true } },
      config: { tokensPerMinute: 5000 },
    });
    const url = `data:image/png;base64,${'A'.repeat(100_000)}`;
    const content = [{ type: 'image_url', image_url: { url } }];
    const messages = [{ role: 'user', content }];
    const response = await server.inject(chatRequest({ messages, max_tokens: 10 }));
    expect(response.statusCode).toBe(200);
    const left = Number(response.headers['x-ratelimit-remaining-tokens']);
    expect(left).toBeGreaterThan(3500);
    expect(left).toBeLessThan(4000);
  });

  test('says that waiting is no use where a request is over the limit by itself', async () => {
    const { server } = await createTestServer({ config: { tokensPerMinute: 100 } });
    const response = await server.inject(chatRequest({ max_tokens: 101 }));
    expect(response.statusCode).toBe(429);
    expect(response.json().error.message).toContain('Request too large for tiny');
    expect(response.headers['x-should-retry']).toBe('false');
    expect(response.headers).not.toHaveProperty('retry-after');
  });
});

describe('a server without limits', () => {
  test('says nothing of any', async () => {
    const { server } = await createTestServer();
    const { headers } = await server.inject(chatRequest());
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
  });

  test('answers with the organization the client names, or its own', async () => {
    const { server } = await createTestServer();
    const named = await server.inject({
      ...chatRequest(),
      headers: { 'openai-organization': 'org-mine' },
    });
    const unnamed = await server.inject(chatRequest());
    expect(named.headers['openai-organization']).toBe('org-mine');
    expect(unnamed.headers['openai-organization']).toBe('local');
  });
});
