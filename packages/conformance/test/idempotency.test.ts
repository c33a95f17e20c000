// What a client may rely on that sends a request again with its Idempotency-Key.

import { setTimeout as turn } from 'node:timers/promises';
import { FakeEngine, type FakeEngineOptions } from '@samewire/engine/testing';
import { buildServer, type ServerConfig } from '@samewire/server';
import OpenAI, { BadRequestError, toFile } from 'openai';
import { describe, expect, test } from 'vitest';

interface Rig {
  readonly client: OpenAI;
  readonly engine: FakeEngine;
}

async function withClient(
  use: (rig: Rig) => Promise<void>,
  options: FakeEngineOptions = {},
  config: Partial<ServerConfig> = {},
): Promise<void> {
  let count = 0;
  const reply = () => `Answer ${(count += 1)}`;
  const engine = new FakeEngine({ reply, ...options });
  const server = await buildServer({
    engine,
    config: { model: { id: 'tiny' }, ...config },
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    const baseURL = `${url}/v1`;
    await use({ client: new OpenAI({ baseURL, apiKey: 'one', maxRetries: 0 }), engine });
  } finally {
    server.server.closeAllConnections();
    await server.close();
  }
}

const question = {
  model: 'tiny',
  messages: [{ role: 'user' as const, content: 'Hi' }],
};

function keyed(key: string) {
  return { headers: { 'Idempotency-Key': key } };
}

describe('a request with an Idempotency-Key', () => {
  test('gets its answer again, and the model is not asked again', async () => {
    await withClient(async ({ client, engine }) => {
      const first = await client.chat.completions.create(question, keyed('a'));
      const { data, response } = await client.chat.completions
        .create(question, keyed('a'))
        .withResponse();
      expect(data).toEqual(first);
      expect(response.headers.get('idempotent-replayed')).toBe('true');
      expect(engine.requests).toHaveLength(1);
    });
  });

  test('is another one with another key, and on another path', async () => {
    await withClient(async ({ client, engine }) => {
      await client.chat.completions.create(question, keyed('a'));
      await client.chat.completions.create(question, keyed('b'));
      await client.responses.create({ model: 'tiny', input: 'Hi' }, keyed('a'));
      expect(engine.requests).toHaveLength(3);
    });
  });

  test('is refused if the key was used for something else', async () => {
    await withClient(async ({ client }) => {
      await client.chat.completions.create(question, keyed('a'));
      const other = client.chat.completions.create({ ...question, seed: 1 }, keyed('a'));
      await expect(other).rejects.toThrow(BadRequestError);
      await expect(other).rejects.toThrow('belongs to another request');
    });
  });

  test('is refused if the key is none', async () => {
    await withClient(async ({ client }) => {
      const asked = client.chat.completions.create(question, keyed('a b'));
      await expect(asked).rejects.toThrow(BadRequestError);
    });
  });

  test('waits for the first one, if that is still at work', async () => {
    const gate = Promise.withResolvers<void>();
    await withClient(
      async ({ client, engine }) => {
        const first = client.chat.completions.create(question, keyed('a'));
        const second = client.chat.completions.create(question, keyed('a'));
        await expect.poll(() => engine.requests.length).toBe(1);
        gate.resolve();
        expect(await second).toEqual(await first);
        expect(engine.requests).toHaveLength(1);
      },
      { beforePiece: () => gate.promise },
    );
  });

  test('is done anew if the first one was given up', async () => {
    const leave = new AbortController();
    const held = ({ signal }: { signal: AbortSignal | undefined }) =>
      leave.signal.aborted ? undefined : untilAborted(signal);
    await withClient(
      async ({ client, engine }) => {
        const first = client.chat.completions.create(question, {
          ...keyed('a'),
          signal: leave.signal,
        });
        await expect.poll(() => engine.requests.length).toBe(1);
        leave.abort();
        await expect(first).rejects.toThrow(/abort/i);
        const second = await client.chat.completions.create(question, keyed('a'));
        expect(second.choices[0]?.message.content).toBe('Answer 2');
      },
      { beforePiece: held },
    );
  });

  test('is done anew if the first one was refused', async () => {
    await withClient(async ({ client, engine }) => {
      const wrong = { ...question, temperature: 9 };
      await expect(client.chat.completions.create(wrong, keyed('a'))).rejects.toThrow(
        BadRequestError,
      );
      await client.chat.completions.create(question, keyed('a'));
      expect(engine.requests).toHaveLength(1);
    });
  });

  test('makes one file of a file that is sent twice', async () => {
    await withClient(async ({ client }) => {
      const upload = async () => {
        const file = await toFile(Buffer.from('one'), 'a.txt');
        return client.files.create({ file, purpose: 'user_data' }, keyed('a'));
      };
      expect((await upload()).id).toBe((await upload()).id);
      expect((await client.files.list()).data).toHaveLength(1);
    });
  });

  test('streams anew', async () => {
    await withClient(async ({ client, engine }) => {
      const ask = async () =>
        Array.fromAsync(
          await client.chat.completions.create({ ...question, stream: true }, keyed('a')),
        );
      expect((await ask()).length).toBeGreaterThan(1);
      expect((await ask()).length).toBeGreaterThan(1);
      expect(engine.requests).toHaveLength(2);
    });
  });
});

test('a key of one client is nothing to another', async () => {
  await withClient(
    async ({ client, engine }) => {
      await client.chat.completions.create(question, keyed('a'));
      const other = client.withOptions({ apiKey: 'two' });
      await other.chat.completions.create(question, keyed('a'));
      expect(engine.requests).toHaveLength(2);
    },
    {},
    { apiKeys: ['one', 'two'] },
  );
});

async function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  await turn(60_000, undefined, signal === undefined ? {} : { signal }).catch(
    () => undefined,
  );
}
