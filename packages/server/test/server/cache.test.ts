import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { createTestServer, type TestServerOptions } from '../support/test-server.ts';

const cached = [
  { numTokens: 812, isInUse: true },
  { numTokens: 40, isInUse: false },
  { numTokens: 30, isInUse: false },
];
const stats = {
  numUsedCells: 860,
  cacheRamBytes: 5000,
  cacheRamLimitBytes: 9000,
  cacheDiskBytes: 7000,
};
const contents = {
  object: 'list',
  data: [
    { object: 'cached_sequence', tokens: 812, in_use: true },
    { object: 'cached_sequence', tokens: 40, in_use: false },
    { object: 'cached_sequence', tokens: 30, in_use: false },
  ],
  tokens_in_cells: 860,
  ram_bytes: 5000,
  ram_limit_bytes: 9000,
  disk_bytes: 7000,
};

const list = { method: 'GET', url: '/cache' } as const;
const save = { method: 'POST', url: '/cache/save' } as const;
const drop = { method: 'DELETE', url: '/cache' } as const;
const requests: [string, InjectOptions][] = [
  ['GET /cache', list],
  ['POST /cache/save', save],
  ['DELETE /cache', drop],
];

function createOpenServer({ engine, config }: TestServerOptions = {}) {
  return createTestServer({
    engine: { cached, stats, ...engine },
    config: { cacheApi: true, ...config },
  });
}

describe('the cache', () => {
  test('is listed with its figures', async () => {
    const { server } = await createOpenServer();
    const response = await server.inject(list);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(contents);
  });

  test('is saved, and told then', async () => {
    const { server, engine } = await createOpenServer({ engine: { hasCacheDisk: true } });
    const response = await server.inject(save);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(contents);
    expect(engine.numSaves).toBe(1);
  });

  test('is dropped, but for what is in use', async () => {
    const { server, engine } = await createOpenServer();
    const response = await server.inject(drop);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ object: 'cache', deleted: true, sequences: 2 });
    expect(engine.numDrops).toBe(1);
    expect((await server.inject(list)).json().data).toEqual([contents.data[0]]);
  });

  test('cannot be saved where none of it is on disk, which says what to do', async () => {
    const { server } = await createOpenServer();
    const response = await server.inject(save);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({
      message: expect.stringContaining('--cache-disk-dir'),
      type: 'invalid_request_error',
      param: null,
      code: 'unsupported_value',
    });
  });
});

describe('who may ask for the cache', () => {
  test.each(requests)('nobody, unless it is set: %s', async (name, request) => {
    const { server, engine } = await createOpenServer({ config: { cacheApi: false } });
    const response = await server.inject(request);
    expect(response.statusCode).toBe(404);
    const { message, code } = response.json().error;
    expect(code).toBe('unknown_url');
    expect(message).toContain(`Invalid URL (${name})`);
    expect(message).toContain("'cache-api'");
    expect([engine.numSaves, engine.numDrops]).toEqual([0, 0]);
  });

  test.each(requests)(
    'nobody without a key, where there are keys: %s',
    async (_, request) => {
      const { server, engine } = await createOpenServer({
        engine: { hasCacheDisk: true },
        config: { apiKeys: ['key'] },
      });
      expect((await server.inject(request)).statusCode).toBe(401);
      expect([engine.numSaves, engine.numDrops]).toEqual([0, 0]);
      const headers = { authorization: 'Bearer key' };
      expect((await server.inject({ ...request, headers })).statusCode).toBe(200);
    },
  );

  test('no page of another origin, though browsers send what has no body', async () => {
    const { server, engine } = await createOpenServer({ engine: { hasCacheDisk: true } });
    const headers = { origin: 'https://evil.example' };
    expect((await server.inject({ ...save, headers })).statusCode).toBe(403);
    expect(engine.numSaves).toBe(0);
  });
});

test('what the cache cannot be asked is told with what it can', async () => {
  const { server } = await createOpenServer();
  const response = await server.inject({ method: 'GET', url: '/cache/save' });
  expect(response.statusCode).toBe(405);
  expect(response.headers['allow']).toBe('POST');
});

test.each(requests)(
  'a model that is loading has no cache yet: %s',
  async (_, request) => {
    const { server } = await createOpenServer({
      engine: { status: { phase: 'loading', progress: 0.5 } },
    });
    const response = await server.inject(request);
    expect(response.statusCode).toBe(503);
    expect(response.json().error.code).toBe('model_loading');
  },
);
