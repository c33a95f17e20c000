import type { EngineEvent, EngineRequest, GenerateOptions } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { describe, expect, test, vi } from 'vitest';
import { Gate } from '../support/gate.ts';
import { until } from '../support/patience.ts';
import { RawClient } from '../support/raw-client.ts';
import { withListeningServer } from '../support/test-server.ts';

/** Resolves once the engine has been told to abort the request it is working on. */
function watchAborts(engine: FakeEngine): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const generate = engine.generate.bind(engine);
  vi.spyOn(engine, 'generate').mockImplementation((request, options = {}) => {
    options.signal?.addEventListener('abort', () => resolve());
    return generate(request, options);
  });
  return promise;
}

describe('the generation for a client that leaves', () => {
  test.each([
    ['before the first token of its stream', { stream: true }],
    ['while it waits for a whole answer', {}],
  ])('is aborted: %s', async (_name, body) => {
    const gate = new Gate();
    await withListeningServer(
      { engine: { beforePiece: () => gate.pass() } },
      async ({ engine, port }) => {
        const aborted = watchAborts(engine);
        const client = await RawClient.ask(port, body);
        await gate.reached;
        client.hangUp();
        await aborted;
        gate.open();
        await expect.poll(() => engine.numRunning).toBe(0);
      },
    );
  });

  test('is aborted in the middle of a stream', async () => {
    const gate = new Gate();
    const beforePiece = ({ index }: { index: number }) =>
      index === 2 ? gate.pass() : undefined;
    await withListeningServer({ engine: { beforePiece } }, async ({ engine, port }) => {
      const aborted = watchAborts(engine);
      const client = await RawClient.ask(port, { stream: true });
      await client.readUntil('How');
      client.hangUp();
      await aborted;
      gate.open();
      await expect.poll(() => engine.numRunning).toBe(0);
    });
  });

  test('is not aborted when the answer is complete', async () => {
    await withListeningServer({}, async ({ engine, url }) => {
      const onAbort = vi.fn<() => void>();
      void watchAborts(engine).then(onAbort);
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({
          model: 'tiny',
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      });
      await response.json();
      expect(onAbort).not.toHaveBeenCalled();
    });
  });
});

/** Answers with text as fast as it is read, until the reader goes away. */
class EndlessEngine extends FakeEngine {
  numDeltas = 0;

  override async *generate(
    _request: EngineRequest,
    { signal }: GenerateOptions = {},
  ): AsyncGenerator<EngineEvent> {
    this.numRunning += 1;
    try {
      yield { type: 'accepted', numPromptTokens: 1 };
      for (;;) {
        if (signal?.aborted === true) return;
        this.numDeltas += 1;
        yield { type: 'text-delta', choice: 0, text: 'x'.repeat(1000) };
      }
    } finally {
      this.numRunning -= 1;
    }
  }
}

async function withEndlessServer(
  stallTimeoutMs: number,
  use: (engine: EndlessEngine, port: number) => Promise<void>,
): Promise<void> {
  const engine = new EndlessEngine();
  const server = await buildServer({
    engine,
    config: { model: { id: 'tiny' }, stallTimeoutMs },
  });
  const { port } = new URL(await server.listen({ host: '127.0.0.1', port: 0 }));
  try {
    await use(engine, Number(port));
  } finally {
    server.server.closeAllConnections();
    await server.close();
  }
}

describe('a client that does not read', () => {
  test('is cut off after a while, and its generation ends', async () => {
    await withEndlessServer(50, async (engine, port) => {
      const client = await RawClient.ask(port, { stream: true });
      client.socket.pause();
      await until(() => engine.numDeltas > 0);
      await expect.poll(() => engine.numRunning).toBe(0);
    });
  });

  test('holds its generation back instead of filling memory', async () => {
    await withEndlessServer(60_000, async (engine, port) => {
      const client = await RawClient.ask(port, { stream: true });
      client.socket.pause();
      let before = -1;
      // Full once nothing more is taken between two looks.
      await vi.waitUntil(
        () => {
          const isFull = before === engine.numDeltas && before > 0;
          before = engine.numDeltas;
          return isFull;
        },
        { interval: 100, timeout: 20_000 },
      );
      expect(engine.numDeltas * 1000).toBeLessThan(32_000_000);
      expect(engine.numRunning).toBe(1);
      client.hangUp();
      await expect.poll(() => engine.numRunning).toBe(0);
    });
  });
});
