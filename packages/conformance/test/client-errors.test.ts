// What the official client makes of failures that only an engine can cause.

import { EngineError, type EngineErrorCode } from '@samewire/engine';
import { FakeEngine, type FakeEngineOptions } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import OpenAI, { BadRequestError, InternalServerError, RateLimitError } from 'openai';
import { describe, expect, test } from 'vitest';

const request = { model: 'tiny', messages: [{ role: 'user' as const, content: 'Hi' }] };

async function withClient(
  options: FakeEngineOptions,
  use: (client: OpenAI, engine: FakeEngine) => Promise<void>,
  maxRetries = 0,
): Promise<void> {
  const engine = new FakeEngine(options);
  const server = await buildServer({ engine, config: { model: { id: 'tiny' } } });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    await use(new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none', maxRetries }), engine);
  } finally {
    server.server.closeAllConnections();
    await server.close();
  }
}

function refusing(code: EngineErrorCode): FakeEngineOptions {
  return { refuse: () => new EngineError(code, 'no', { retryAfterMs: 10 }) };
}

function failAtThird({ index }: { index: number }): void {
  if (index === 2) throw new EngineError('engine-lost', 'gone');
}

describe('the official client', () => {
  test.each([
    ['queue-full', RateLimitError, 'queue_full'],
    ['not-ready', InternalServerError, 'model_loading'],
    ['decode-failed', InternalServerError, null],
    ['invalid-params', BadRequestError, 'invalid_value'],
  ] as const)(
    'gets %s as the error class it has for it',
    async (code, errorClass, wireCode) => {
      await withClient(refusing(code), async (client) => {
        const error: unknown = await client.chat.completions
          .create(request)
          .catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(errorClass);
        expect(error).toMatchObject({ code: wireCode, requestID: expect.any(String) });
      });
    },
  );

  test('tries again as often as it may when the server says it can', async () => {
    await withClient(
      refusing('queue-full'),
      async (client, engine) => {
        await client.chat.completions.create(request).catch(() => undefined);
        expect(engine.requests).toHaveLength(3);
      },
      2,
    );
  });

  test('does not try again when the server says it is no use', async () => {
    await withClient(
      refusing('model-load-failed'),
      async (client, engine) => {
        await client.chat.completions.create(request).catch(() => undefined);
        expect(engine.requests).toHaveLength(1);
      },
      2,
    );
  });

  test('gets a failure in the middle of a stream after the text before it', async () => {
    await withClient({ beforePiece: failAtThird }, async (client) => {
      const texts: string[] = [];
      const stream = await client.chat.completions.create({ ...request, stream: true });
      const reading = (async () => {
        for await (const { choices } of stream)
          texts.push(choices[0]?.delta.content ?? '');
      })();
      await expect(reading).rejects.toMatchObject({
        code: 'engine_lost',
        type: 'server_error',
      });
      expect(texts.join('')).toBe('Hello! How');
    });
  });
});
