import { EngineError } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const loading = { phase: 'loading', progress: 0.25 } as const;
const failed = {
  phase: 'failed',
  error: new EngineError('model-load-failed', 'no such tensor'),
} as const;

async function statusesOf(options: Parameters<typeof createTestServer>[0]) {
  const { server } = await createTestServer(options);
  const paths = ['/livez', '/readyz', '/startupz', '/health', '/v1/health'];
  const statuses = await Promise.all(
    paths.map(async (url) => [url, (await server.inject(url)).statusCode] as const),
  );
  return Object.fromEntries(statuses);
}

describe('the health routes', () => {
  test('say yes once the model is loaded', async () => {
    expect(new Set(Object.values(await statusesOf({})))).toEqual(new Set([200]));
  });

  test('say not yet while it is loading, but for the process itself', async () => {
    expect(await statusesOf({ engine: { status: loading } })).toEqual({
      '/livez': 200,
      '/readyz': 503,
      '/startupz': 503,
      '/health': 503,
      '/v1/health': 503,
    });
  });

  test('take a restart for a pause, not for a first start', async () => {
    expect(
      await statusesOf({ engine: { status: { phase: 'restarting' } } }),
    ).toMatchObject({
      '/readyz': 503,
      '/startupz': 200,
    });
  });

  test('say how far the load is', async () => {
    const { server } = await createTestServer({ engine: { status: loading } });
    expect((await server.inject('/startupz')).json()).toEqual({
      state: 'starting',
      phase: 'loading',
      progress: 0.25,
      elapsed_seconds: expect.any(Number),
      detail: null,
    });
  });

  test('say what llama.cpp says where its clients look', async () => {
    const { server } = await createTestServer({ engine: { status: loading } });
    expect((await server.inject('/health')).json()).toEqual({
      error: {
        message: 'Loading model',
        type: 'unavailable_error',
        param: null,
        code: 503,
      },
    });
  });

  test('do not repeat why a load failed to everybody', async () => {
    const { server } = await createTestServer({ engine: { status: failed } });
    for (const url of ['/readyz', '/startupz', '/health'])
      expect((await server.inject(url)).body).not.toContain('tensor');
  });
});

describe('a request while the model is loading', () => {
  test('is told when to come back', async () => {
    const { server } = await createTestServer({ engine: { status: loading } });
    const response = await server.inject(chatRequest());
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json().error).toMatchObject({
      type: 'server_error',
      code: 'model_loading',
    });
  });
});

describe('a server that is shutting down', () => {
  const draining = AbortSignal.abort();

  test('refuses new requests and says so', async () => {
    const { server } = await createTestServer({ draining });
    const response = await server.inject(chatRequest());
    expect(response.statusCode).toBe(503);
    expect(response.headers).toMatchObject({ connection: 'close', 'retry-after': '5' });
    expect(response.json().error.code).toBe('draining');
  });

  test('is alive but not ready', async () => {
    expect(await statusesOf({ draining })).toMatchObject({
      '/livez': 200,
      '/readyz': 503,
    });
  });
});
