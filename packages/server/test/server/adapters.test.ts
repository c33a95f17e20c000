import { describe, expect, test } from 'vitest';
import {
  chatRequest,
  completionRequest,
  createTestServer,
  messagesRequest,
} from '../support/test-server.ts';

const config = {
  adapters: [{ name: 'pirate', scale: 0.5 }, { name: 'org/poet' }],
};

describe('an adapter', () => {
  test('is listed as a model whose parent is the one that is served', async () => {
    const { server } = await createTestServer({ config });
    const { data } = (await server.inject('/v1/models')).json();
    expect(data).toMatchObject([
      { id: 'tiny' },
      { id: 'pirate', object: 'model', parent: 'tiny' },
      { id: 'org/poet', object: 'model', parent: 'tiny' },
    ]);
    expect(data[0]).not.toHaveProperty('parent');
    expect((await server.inject('/v1/models/org/poet')).json()).toEqual(data[2]);
  });

  test.each([
    ['chat completions', chatRequest({ model: 'pirate' })],
    ['completions', completionRequest({ model: 'pirate' })],
    ['messages', messagesRequest({ model: 'pirate' })],
    [
      'responses',
      {
        method: 'POST' as const,
        url: '/v1/responses',
        payload: { model: 'pirate', input: 'Hi' },
      },
    ],
  ])('is used by %s that name it, and is what answers', async (_, request) => {
    const { server, engine } = await createTestServer({ config });
    const answer = (await server.inject(request)).json();
    expect(engine.requests[0]?.adapters).toEqual([{ name: 'pirate', scale: 0.5 }]);
    expect(answer.model).toBe('pirate');
  });

  test('is not used by requests that name the model', async () => {
    const { server, engine } = await createTestServer({ config });
    await server.inject(chatRequest());
    expect(engine.requests[0]).not.toHaveProperty('adapters');
  });

  test('has a fingerprint of its own', async () => {
    const { server } = await createTestServer({ config });
    const names = ['tiny', 'pirate', 'org/poet', 'pirate'];
    const fingerprints = await Promise.all(
      names.map(
        async (model) =>
          (await server.inject(chatRequest({ model }))).json().system_fingerprint,
      ),
    );
    expect(new Set(fingerprints).size).toBe(3);
    expect(fingerprints[3]).toBe(fingerprints[1]);
  });

  test('cannot be named where it has no effect', async () => {
    const { server } = await createTestServer({ config });
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/embeddings',
      payload: { model: 'pirate', input: 'Hi' },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      param: 'model',
      message: expect.stringContaining("name its model instead, 'tiny'"),
    });
  });

  test('is itself, and no other name for the model, for lenient servers', async () => {
    const { server, engine } = await createTestServer({
      config: { ...config, profile: 'lenient' },
    });
    await server.inject(chatRequest({ model: 'pirate' }));
    await server.inject(chatRequest({ model: 'whatever' }));
    expect(engine.requests.map((request) => request.adapters?.[0]?.name)).toEqual([
      'pirate',
      undefined,
    ]);
  });
});
