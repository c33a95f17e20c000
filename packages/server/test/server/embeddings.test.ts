import { Ajv } from 'ajv';
import { EmbeddingList } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import {
  createTestServer,
  type TestServerOptions,
  withListeningServer,
} from '../support/test-server.ts';
import { embeddingModel, rankingModel } from '../support/vector-models.ts';

const isEmbeddingList = new Ajv({ strict: false }).compile(EmbeddingList);

function request(changes: object = {}) {
  return {
    method: 'POST' as const,
    url: '/v1/embeddings',
    payload: { model: 'tiny', input: 'Hi', ...changes },
  };
}

async function ask(changes: object, options: TestServerOptions = {}) {
  const { server, engine } = await createTestServer(options);
  const answer = await server.inject(request(changes));
  return { status: answer.statusCode, body: answer.json(), engine };
}

describe('embeddings', () => {
  test('have the form of the wire, and unit length', async () => {
    const { body } = await ask({}, { engine: { vector: () => [3, 0, -4, 0] } });
    expect(isEmbeddingList(body)).toBe(true);
    expect(body).toEqual({
      object: 'list',
      data: [
        {
          object: 'embedding',
          index: 0,
          embedding: [expect.closeTo(0.6), 0, expect.closeTo(-0.8), 0],
        },
      ],
      model: 'tiny',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    });
  });

  test('are made of text, texts, tokens, and lists of tokens', async () => {
    const { server, engine } = await createTestServer();
    for (const input of ['a', ['a', 'b'], [1, 2], [[1], [2, 3]]])
      await server.inject(request({ input }));
    expect(engine.embeddingRequests.map(({ inputs }) => inputs)).toEqual([
      { kind: 'texts', texts: ['a'] },
      { kind: 'texts', texts: ['a', 'b'] },
      { kind: 'texts', texts: [Int32Array.of(1, 2)] },
      { kind: 'texts', texts: [Int32Array.of(1), Int32Array.of(2, 3)] },
    ]);
  });

  test('come in the order of their inputs, however many there are', async () => {
    const input = Array.from({ length: 2048 }, (_, i) => `text ${i}`);
    const { body } = await ask({ input });
    expect(body.data.map(({ index }: { index: number }) => index)).toEqual(
      input.map((_, i) => i),
    );
    expect(body.usage.total_tokens).toBe(2 * 2048);
  });

  test('are base64 of little-endian floats when asked for', async () => {
    const { body } = await ask(
      { encoding_format: 'base64' },
      { engine: { vector: () => [0, 2, 0, 0] } },
    );
    const bytes = Buffer.from(body.data[0].embedding, 'base64');
    expect([0, 4, 8, 12].map((at) => bytes.readFloatLE(at))).toEqual([0, 1, 0, 0]);
  });

  test('may be cut to their first values, of unit length again, where the model is made for it', async () => {
    const options = {
      engine: { vector: () => [3, 4, 100, 100] },
      config: { matryoshka: true },
    };
    const { body } = await ask({ dimensions: 2 }, options);
    expect(body.data[0].embedding).toEqual([expect.closeTo(0.6), expect.closeTo(0.8)]);
    const tooMany = await ask({ dimensions: 5 }, options);
    expect(tooMany.body.error).toMatchObject({
      param: 'dimensions',
      code: 'integer_above_max_value',
    });
  });

  test('have as many values as the model makes, which may be said, and no others', async () => {
    expect((await ask({ dimensions: 4 })).status).toBe(200);
    const { status, body } = await ask({ dimensions: 2 });
    expect(status).toBe(400);
    expect(body.error.message).toBe('This model does not support specifying dimensions.');
  });

  test('are not computed for a client that has gone away', async () => {
    const begun = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<boolean>();
    const beforeVectors = (signal: AbortSignal | undefined) => {
      begun.resolve();
      return new Promise<void>((resolve) => {
        signal?.addEventListener('abort', () => {
          ended.resolve(true);
          resolve();
        });
      });
    };
    await withListeningServer({ engine: { beforeVectors } }, async ({ url }) => {
      const abort = new AbortController();
      const { payload } = request();
      const answer = fetch(`${url}/v1/embeddings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
        signal: abort.signal,
      });
      await begun.promise;
      abort.abort();
      await expect(answer).rejects.toThrow(/abort/);
      expect(await ended.promise).toBe(true);
    });
  });

  test('wait in the name of the key that asks', async () => {
    const { server, engine } = await createTestServer({
      config: { apiKeys: [{ key: 'k', weight: 3 }] },
    });
    await server.inject({ ...request(), headers: { authorization: 'Bearer k' } });
    const [{ tenant, tenantWeight } = {}] = engine.embeddingRequests;
    expect({ isNamed: tenant !== undefined, tenantWeight }).toEqual({
      isNamed: true,
      tenantWeight: 3,
    });
  });

  test('are counted', async () => {
    const { server } = await createTestServer();
    await server.inject(request({ input: ['a', 'b', 'c'] }));
    const { payload } = await server.inject('/metrics');
    expect(payload).toMatch(/^samewire_embedded_inputs_total\{.*\} 3$/m);
  });

  test('are limited per minute like everything else', async () => {
    const { server } = await createTestServer({ config: { requestsPerMinute: 1 } });
    expect((await server.inject(request())).statusCode).toBe(200);
    expect((await server.inject(request())).statusCode).toBe(429);
  });
});

describe('a request for embeddings', () => {
  test.each([
    [{ input: undefined }, 'Please submit an `input`.', null],
    [{ model: undefined }, 'you must provide a model parameter', null],
    [{ input: '' }, "Invalid 'input': empty string.", 'input'],
    [{ input: ['a', ''] }, "Invalid 'input[1]': empty string.", 'input[1]'],
    [{ input: [] }, "Invalid 'input': empty array.", 'input'],
    [{ input: [[]] }, "Invalid 'input[0]': empty array.", 'input[0]'],
    [{ input: null }, "Invalid type for 'input'", 'input'],
    [{ input: [null] }, "Invalid type for 'input[0]'", 'input[0]'],
    [{ input: [['a']] }, "Invalid type for 'input[0][0]'", 'input[0][0]'],
    [{ input: ['a', 1] }, "Invalid type for 'input[1]': expected a string", 'input[1]'],
    [{ input: [1, [1]] }, "Invalid type for 'input[1]': expected an integer", 'input[1]'],
    [{ input: [-1] }, "Invalid 'input[0]': integer below minimum", 'input[0]'],
    [{ input: [32_000] }, "Invalid 'input[0]': integer above maximum", 'input[0]'],
    [{ input: [[0, 32_000]] }, "Invalid 'input[0][1]'", 'input[0][1]'],
    [{ encoding_format: 'hex' }, "Invalid value: 'hex'.", 'encoding_format'],
    [{ dimensions: 0 }, "Invalid 'dimensions': integer below minimum", 'dimensions'],
    [{ zzz: 1 }, "Unknown parameter: 'zzz'.", 'zzz'],
  ])('%j is refused with what is wrong', async (changes, message, param) => {
    const { status, body } = await ask(changes);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', param });
  });

  test('with more than 2048 texts is refused', async () => {
    const { body } = await ask({ input: Array<string>(2049).fill('a') });
    expect(body.error).toMatchObject({ param: 'input', code: 'array_above_max_length' });
  });

  test('with a text that is too long gets both figures', async () => {
    const { status, body } = await ask({ input: ['a', 'word '.repeat(513)] });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ param: 'input', code: 'context_length_exceeded' });
    expect(body.error.message).toBe(
      "This model's maximum context length is 512 tokens, however you requested 514 " +
        'tokens (514 in your prompt; 0 for the completion). Please reduce your prompt; ' +
        'or completion length.',
    );
  });

  test('with megabytes in one text is refused before they are tokenised', async () => {
    const { body, engine } = await ask({ input: 'a'.repeat(1_000_000) });
    expect(body.error).toMatchObject({ param: 'input', code: 'context_length_exceeded' });
    expect(engine.embeddingRequests).toEqual([]);
  });

  test('to another model is answered with 404', async () => {
    const { status, body } = await ask({ model: 'other' });
    expect(status).toBe(404);
    expect(body.error.code).toBe('model_not_found');
  });

  test.each([
    ['makes none', { embedding: null }],
    ['ranks', rankingModel],
  ])('to a model that %s is answered with 403', async (_, model) => {
    const { status, body } = await ask({}, { engine: { model } });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(
      /^You are not allowed to generate embeddings from this model/,
    );
  });
});

describe('a model that only makes embeddings', () => {
  const messages = [{ role: 'user', content: 'Hi' }];
  test.each([
    ['/v1/chat/completions', { messages }, 404, /^This is not a chat model/],
    ['/v1/completions', { prompt: 'Hi' }, 403, /^You are not allowed to sample/],
    ['/v1/responses', { input: 'Hi' }, 403, /^You are not allowed to sample/],
  ])('says so on %s', async (url, fields, status, message) => {
    const { server, engine } = await createTestServer({
      engine: { model: embeddingModel },
    });
    const payload = { model: 'tiny', ...fields };
    const answer = await server.inject({ method: 'POST', url, payload });
    expect(answer.statusCode).toBe(status);
    expect(answer.json().error.message).toMatch(message);
    expect(engine.requests).toEqual([]);
  });

  test('is listed like any other', async () => {
    const { server } = await createTestServer({ engine: { model: embeddingModel } });
    expect((await server.inject('/v1/models')).json().data).toHaveLength(1);
  });
});
