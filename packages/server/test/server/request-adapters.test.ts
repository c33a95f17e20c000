import { describe, expect, test } from 'vitest';
import {
  chatRequest,
  completionRequest,
  createTestServer,
  messagesRequest,
} from '../support/test-server.ts';

const config = {
  adapters: [{ name: 'pirate', scale: 0.5, file: 'pirate.gguf' }, { name: 'org/poet' }],
};

function responseRequest(changes: object) {
  const payload = { model: 'tiny', input: 'Hi', ...changes };
  return { method: 'POST' as const, url: '/v1/responses', payload };
}

describe('a request with adapters of its own', () => {
  test.each([
    ['chat completion', chatRequest],
    ['completion', completionRequest],
    ['message', messagesRequest],
    ['response', responseRequest],
  ])('gets a %s of the model with them', async (_name, request) => {
    const { server, engine } = await createTestServer({ config });
    const lora = [
      { id: 1, scale: -0.25 },
      { id: 0, scale: 2 },
    ];
    const answer = await server.inject(request({ lora }));
    expect(answer.statusCode).toBe(200);
    expect(answer.json().model).toBe('tiny');
    expect(engine.requests[0]?.adapters).toEqual([
      { name: 'pirate', scale: 2 },
      { name: 'org/poet', scale: -0.25 },
    ]);
  });

  test.each([[[]], [null], [[{ id: 0, scale: 0 }]]])(
    'gets the model alone for %j',
    async (lora) => {
      const { server, engine } = await createTestServer({ config });
      await server.inject(chatRequest({ lora }));
      expect(engine.requests[0]).not.toHaveProperty('adapters');
    },
  );

  test('has a fingerprint that is that of equal sets alone', async () => {
    const { server } = await createTestServer({ config });
    const fingerprintOf = async (lora: object[]) =>
      (await server.inject(chatRequest({ lora }))).json().system_fingerprint;
    const [first, second] = [
      { id: 0, scale: 1 },
      { id: 1, scale: 1 },
    ];
    const both = await fingerprintOf([first, second]);
    expect(await fingerprintOf([second, first])).toBe(both);
    const others = [[], [first], [second], [first, { id: 1, scale: 0.5 }]];
    const fingerprints = await Promise.all(others.map(fingerprintOf));
    expect(new Set([both, ...fingerprints]).size).toBe(5);
  });

  test.each<[string, unknown, string, string]>([
    [
      'no adapter has',
      [{ id: 2, scale: 1 }],
      'lora[0].id',
      "there is no adapter 2. Supported values are: 0 ('pirate'), 1 ('org/poet').",
    ],
    [
      'comes twice',
      [
        { id: 0, scale: 1 },
        { id: 0, scale: 0.5 },
      ],
      'lora[1].id',
      'duplicate value 0',
    ],
    ['is no number', [{ id: 'pirate', scale: 1 }], 'lora[0].id', 'expected an integer'],
    ['has no scale', [{ id: 0 }], 'lora[0].scale', 'Missing required parameter'],
    ['has too large a scale', [{ id: 0, scale: 1e9 }], 'lora[0].scale', '100'],
    ['is not in a list', { id: 0, scale: 1 }, 'lora', 'array'],
  ])('is refused if an id %s', async (_name, lora, param, words) => {
    const { server, engine } = await createTestServer({ config });
    const answer = await server.inject(chatRequest({ lora }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      param,
      message: expect.stringContaining(words),
    });
    expect(engine.requests).toEqual([]);
  });

  test('is refused where the model has none', async () => {
    const { server } = await createTestServer();
    const answer = await server.inject(chatRequest({ lora: [{ id: 0, scale: 1 }] }));
    expect(answer.json().error.message).toContain('This model has no adapters.');
  });

  test('names the model, and not another adapter', async () => {
    const { server } = await createTestServer({ config });
    const lora = [{ id: 1, scale: 1 }];
    const answer = await server.inject(chatRequest({ model: 'pirate', lora }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      param: 'lora',
      code: 'invalid_parameter_combination',
      message: expect.stringContaining("'tiny'"),
    });
  });

  test('gets a scale moved to the nearest that fits, and no more, from lenient servers', async () => {
    const lenient = { ...config, profile: 'lenient' as const };
    const { server, engine } = await createTestServer({ config: lenient });
    const lora = [{ id: 0, scale: 1e9, kind: 'x' }];
    await server.inject(chatRequest({ lora }));
    expect(engine.requests[0]?.adapters).toEqual([{ name: 'pirate', scale: 100 }]);
  });
});
