import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const key = 'sk-test-0123456789abcdef';
const { server } = await createTestServer({ config: { apiKeys: ['other', key] } });

function ask(headers: Record<string, string>) {
  return server.inject({ ...chatRequest(), headers });
}

describe('a server with keys', () => {
  test.each([
    { authorization: `Bearer ${key}` },
    { authorization: `bearer ${key}` },
    { authorization: 'Bearer other' },
    { 'x-api-key': key },
  ])('answers who sends one: %j', async (headers) => {
    expect((await ask(headers)).statusCode).toBe(200);
  });

  test.each([
    {},
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: key },
    { authorization: `Basic ${key}` },
  ])('says that a key is missing: %j', async (headers) => {
    const response = await ask(headers);
    expect(response.statusCode).toBe(401);
    expect(response.json().error).toEqual({
      message: 'Missing bearer or basic authentication in header',
      type: 'invalid_request_error',
      param: null,
      code: null,
    });
  });

  test.each([
    'WRONG',
    key.slice(0, -1),
    `${key} `.repeat(2),
    `"${key}"`,
    '__proto__',
    `WRONG, Bearer ${key}`,
  ])('refuses a wrong key: %s', async (wrong) => {
    const response = await ask({ authorization: `Bearer ${wrong}` });
    expect(response.statusCode).toBe(401);
    expect(response.json().error.code).toBe('invalid_api_key');
  });

  test('repeats no more of a wrong key than what helps to recognise it', async () => {
    const wrong = 'sk-LEAKCHECK-1234567890';
    const response = await ask({ authorization: `Bearer ${wrong}` });
    expect(response.json().error.message).toBe(
      'Incorrect API key provided: sk-****7890.',
    );
  });

  test('wants one wherever the answer says anything of this server', async () => {
    const publicPaths = new Set([
      '/livez',
      '/readyz',
      '/startupz',
      '/health',
      '/v1/health',
      '/openapi.json',
      '/docs/',
    ]);
    const routes = ['/nope', '/v1', '/metrics', '/v1/models', '/models'];
    for (const url of [...routes, ...publicPaths]) {
      const { statusCode } = await server.inject({ method: 'GET', url });
      expect([url, statusCode]).toEqual([url, publicPaths.has(url) ? 200 : 401]);
    }
  });

  test('looks for the key before it looks at the body', async () => {
    const response = await server.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { 'content-type': 'application/xml' },
      payload: '<a/>',
    });
    expect(response.statusCode).toBe(401);
  });
});

describe('a server without keys', async () => {
  const { server: open } = await createTestServer({
    config: { allowedHosts: ['box.lan'] },
  });
  const statusFor = async (host: string) =>
    (await open.inject({ ...chatRequest(), headers: { host } })).statusCode;

  test.each([
    'localhost:8484',
    '127.0.0.1',
    '[::1]:8484',
    'app.localhost',
    'box.lan:8484',
  ])('answers to its own names: %s', async (host) => {
    expect(await statusFor(host)).toBe(200);
  });

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'does not answer to a name a web page made up: %s',
    async (host) => {
      expect(await statusFor(host)).toBe(403);
    },
  );
});

async function allowedOrigin(origin: string, corsOrigins: string[] = []) {
  const { server: target } = await createTestServer({ config: { corsOrigins } });
  const response = await target.inject({ ...chatRequest(), headers: { origin } });
  return response.headers['access-control-allow-origin'];
}

describe('a web page of another origin', () => {
  test('may read answers if it is served by this machine', async () => {
    expect(await allowedOrigin('http://localhost:5173')).toBe('http://localhost:5173');
  });

  test('may not if it is anybody', async () => {
    for (const origin of ['https://evil.example', 'null', 'nonsense'])
      expect(await allowedOrigin(origin)).toBeUndefined();
  });

  test('may if the operator says so', async () => {
    const origin = 'https://chat.example';
    expect(await allowedOrigin(origin, [origin])).toBe(origin);
    expect(await allowedOrigin(origin, ['*'])).toBe(origin);
    expect(await allowedOrigin('null', ['*'])).toBeUndefined();
  });

  test.each([
    {},
    { origin: 'http://localhost:5173' },
    { origin: 'https://evil.example' },
  ])('gets no answer of another from a cache: %j', async (headers) => {
    const { server: target } = await createTestServer();
    const response = await target.inject({ ...chatRequest(), headers });
    expect(response.headers.vary).toBe('Origin');
  });

  test('gets its preflight answered without a key', async () => {
    const response = await server.inject({
      method: 'OPTIONS',
      url: '/v1/chat/completions',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
      },
    });
    expect(response.statusCode).toBe(204);
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-headers': 'authorization,content-type,x-stainless-lang',
    });
  });

  test('may see the headers that tell what happened to a request', async () => {
    const { server: open } = await createTestServer();
    const headers = { origin: 'http://localhost:5173' };
    const response = await open.inject({ ...chatRequest(), headers });
    expect(response.headers['access-control-expose-headers']).toContain('x-request-id');
  });
});
