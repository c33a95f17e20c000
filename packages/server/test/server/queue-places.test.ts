import type { ServerConfig } from '@samewire/server';
import { describe, expect, test } from 'vitest';
import { chatLine, createBatch, ended } from '../support/batch-client.ts';
import { until } from '../support/patience.ts';
import {
  chatRequest,
  completionRequest,
  createTestServer,
  eventsOf,
  messagesRequest,
} from '../support/test-server.ts';

const pushy = {
  apiKeys: [{ key: 'sk-pushy', earliestPriority: -5, weight: 2 }, 'sk-plain'],
};

function responseRequest(changes: object) {
  return {
    method: 'POST' as const,
    url: '/v1/responses',
    payload: { model: 'tiny', input: 'Hi', ...changes },
  };
}

/** Asks as the holder of a key, and says what the engine was asked and what was answered. */
async function ask(
  request: ReturnType<typeof chatRequest>,
  {
    key = 'sk-plain',
    config = pushy,
  }: { key?: string; config?: Partial<ServerConfig> } = {},
) {
  const { server, engine } = await createTestServer({ config });
  const response = await server.inject({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${key}` },
  });
  return { response, asked: engine.requests[0] };
}

describe('service_tier', () => {
  test.each([
    [undefined, undefined, 'default'],
    [null, undefined, 'default'],
    ['auto', undefined, 'default'],
    ['default', undefined, 'default'],
    ['scale', undefined, 'default'],
    ['flex', -1, 'flex'],
    ['priority', 1, 'priority'],
    ['fast', 1, 'priority'],
  ])('%s is priority %s of the engine, told as %s', async (tier, priority, told) => {
    const { response, asked } = await ask(chatRequest({ service_tier: tier }), {
      key: 'sk-pushy',
    });
    expect(asked?.priority).toBe(priority);
    expect(response.json().service_tier).toBe(told);
  });

  test('puts nobody ahead of others without a permission, and says so', async () => {
    const { response, asked } = await ask(chatRequest({ service_tier: 'priority' }));
    expect(response.statusCode).toBe(200);
    expect(asked?.priority).toBeUndefined();
    expect(response.json().service_tier).toBe('default');
  });

  test('is told in every chunk of a stream', async () => {
    const { response } = await ask(chatRequest({ service_tier: 'flex', stream: true }));
    const chunks = eventsOf(response.body).filter((event) => event !== '[DONE]');
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(chunk).toMatchObject({ service_tier: 'flex' });
  });

  test('of a response is the one asked for first, and in the end the one it had', async () => {
    const { response } = await ask(
      responseRequest({ service_tier: 'fast', stream: true }),
      { key: 'sk-pushy' },
    );
    const events = response.body
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)));
    expect(events[0].response.service_tier).toBe('fast');
    expect(events.at(-1).response.service_tier).toBe('priority');
  });

  test('of a response that is told again is the same as before', async () => {
    const { server } = await createTestServer();
    const created = await server.inject(responseRequest({ service_tier: 'flex' }));
    const again = await server.inject(`/v1/responses/${created.json().id}?stream=true`);
    expect(again.body).toContain('"response.completed"');
    expect(again.body).not.toContain('"service_tier":"default"');
  });
});

describe('priority', () => {
  test.each([
    ['chat completions', chatRequest({ priority: 7 })],
    ['completions', completionRequest({ priority: 7 })],
    ['responses', responseRequest({ priority: 7 })],
    ['messages', messagesRequest({ priority: 7 })],
  ])('is lower for what is earlier, in %s', async (_, request) => {
    const { response, asked } = await ask(request);
    expect(response.statusCode).toBe(200);
    expect(asked?.priority).toBe(-7);
  });

  test('wins over the tier', async () => {
    const { response, asked } = await ask(
      chatRequest({ priority: -2, service_tier: 'flex' }),
      { key: 'sk-pushy' },
    );
    expect(asked?.priority).toBe(2);
    expect(response.json().service_tier).toBe('priority');
  });

  test('is refused where the key does not have it, with what it does have', async () => {
    const { response, asked } = await ask(chatRequest({ priority: -6 }), {
      key: 'sk-pushy',
    });
    expect(asked).toBeUndefined();
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({
      message:
        "Invalid 'priority': integer below minimum value. Expected a value >= -5, but got -6 instead.",
      type: 'invalid_request_error',
      param: 'priority',
      code: 'integer_below_min_value',
    });
  });

  test.each([
    ['chat completions', chatRequest({ priority: -1 })],
    ['completions', completionRequest({ priority: -1 })],
    ['responses', responseRequest({ priority: -1 })],
    ['messages', messagesRequest({ priority: -1 })],
  ])('ahead of others is refused by default, in %s', async (_, request) => {
    const { response } = await ask(request, { config: {} });
    expect(response.statusCode).toBe(400);
  });

  test('of a lenient server is the nearest that the key has', async () => {
    const { response, asked } = await ask(chatRequest({ priority: -6 }), {
      key: 'sk-pushy',
      config: { ...pushy, profile: 'lenient' },
    });
    expect(response.statusCode).toBe(200);
    expect(asked?.priority).toBe(5);
  });

  test('ahead of others is for everybody where the server says so', async () => {
    const { asked } = await ask(chatRequest({ priority: -3 }), {
      config: { earliestPriority: -3 },
    });
    expect(asked?.priority).toBe(3);
  });

  test('of a key that always lets others go first is never earlier', async () => {
    const config = { apiKeys: [{ key: 'sk-plain', earliestPriority: 4 }] };
    const { response, asked } = await ask(chatRequest(), { config });
    expect(asked?.priority).toBe(-4);
    expect(response.json().service_tier).toBe('flex');
  });

  test.each([1.5, 'soon', 2 ** 31])('has to be an integer: not %s', async (priority) => {
    const { response } = await ask(chatRequest({ priority }));
    expect(response.json().error).toMatchObject({ param: 'priority' });
  });
});

describe('the weight of a key', () => {
  test('is the weight of its owner in the engine', async () => {
    const { asked } = await ask(chatRequest(), { key: 'sk-pushy' });
    expect(asked?.tenantWeight).toBe(2);
    expect((await ask(chatRequest())).asked?.tenantWeight).toBeUndefined();
  });
});

describe('the limit of time to a first token', () => {
  const config = { firstTokenTimeoutMs: 2000 };

  test.each([
    ['chat completions', chatRequest()],
    ['completions', completionRequest()],
    ['responses', responseRequest({})],
    ['messages', messagesRequest()],
  ])('is given to the engine with %s', async (_, request) => {
    expect((await ask(request, { config })).asked?.firstTokenDeadlineMs).toBe(2000);
  });

  test('is not there for what nobody waits for', async () => {
    const { server, engine } = await createTestServer({ config });
    await server.inject(responseRequest({ background: true }));
    await until(() => engine.requests.length > 0);
    expect(engine.requests[0]).not.toHaveProperty('firstTokenDeadlineMs');
  });
});

describe('a request of a batch', () => {
  test('lets others go first, and has all the time', async () => {
    const config = { firstTokenTimeoutMs: 2000, earliestPriority: -9 };
    const { server, engine } = await createTestServer({ config });
    const { body } = await createBatch(server, [
      chatLine('a', { service_tier: 'priority' }),
    ]);
    await ended(server, body.id);
    expect(engine.requests[0]).toMatchObject({ priority: -1 });
    expect(engine.requests[0]).not.toHaveProperty('firstTokenDeadlineMs');
  });
});

describe('the tier of a message', () => {
  test.each([
    [{}, undefined, 'standard'],
    [{ priority: -2 }, 2, 'priority'],
    [{ priority: 2 }, -2, 'standard'],
    [{ priority: -2, service_tier: 'standard_only' }, undefined, 'standard'],
    [{ priority: -2, service_tier: 'auto' }, 2, 'priority'],
  ])('of %j is told as it was', async (changes, priority, told) => {
    const { response, asked } = await ask(messagesRequest(changes), { key: 'sk-pushy' });
    expect(asked?.priority).toBe(priority);
    expect(response.json().usage.service_tier).toBe(told);
  });
});
