import { once } from 'node:events';
import { EngineError } from '@samewire/engine';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import type { Response, ResponseStreamEvent } from '@samewire/shared-types';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { Gate } from '../support/gate.ts';
import { withFiles } from '../support/model-files.ts';
import {
  createResponse,
  namedEventsOf,
  responseRequest,
} from '../support/response-requests.ts';
import { createTestServer, withListeningServer } from '../support/test-server.ts';

/** An engine that waits before its second piece until a test lets it go on. */
function heldEngine(): { gate: Gate; engine: FakeEngineOptions } {
  const gate = new Gate();
  const beforePiece: FakeEngineOptions['beforePiece'] = async ({ index, signal }) => {
    if (index !== 1) return;
    const aborted = signal === undefined ? [] : [once(signal, 'abort')];
    await Promise.race([gate.pass(), ...aborted]);
  };
  return { gate, engine: { reply: () => 'Hi there', beforePiece } };
}

/** An engine that ends before its second piece, once a test lets it. */
function endingEngine(): { gate: Gate; engine: FakeEngineOptions } {
  const gate = new Gate();
  const beforePiece: FakeEngineOptions['beforePiece'] = async ({ index }) => {
    if (index !== 1) return;
    await gate.pass();
    throw new EngineError('closed', 'The engine is closed.');
  };
  return { gate, engine: { beforePiece } };
}

/** The id of a response that a server was generating when its engine ended. */
async function endInTheMiddleOf(request: object, dataDir: string): Promise<string> {
  const { gate, engine } = endingEngine();
  let id: string | undefined;
  await withListeningServer({ engine, config: { dataDir } }, async ({ url }) => {
    const answer = await fetch(`${url}/v1/responses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tiny', input: 'Hi', ...request }),
    });
    await gate.reached;
    gate.open();
    [, id] = /"id":"(resp_\w+)"/.exec(await answer.text()) ?? [];
  });
  return id ?? '';
}

const fullQueue = new EngineError('queue-full', 'full', { retryAfterMs: 60_000 });

function refusing(error: EngineError): () => EngineError {
  return () => error;
}

function withoutPads(event: ResponseStreamEvent) {
  return { ...event, obfuscation: '' };
}

async function retrieve(server: FastifyInstance, id: string): Promise<Response> {
  return (await server.inject(`/v1/responses/${id}`)).json();
}

function cancel(server: FastifyInstance, id: string) {
  return server.inject({ method: 'POST', url: `/v1/responses/${id}/cancel` });
}

async function statusOf(server: FastifyInstance, id: string) {
  return (await retrieve(server, id)).status;
}

describe('a background response', () => {
  test('is queued at once, in progress while it is generated, and completed', async () => {
    const { gate, engine } = heldEngine();
    const { server } = await createTestServer({ engine });
    const queued = await createResponse(server, { background: true });
    expect(queued).toMatchObject({ status: 'queued', background: true, output: [] });
    await gate.reached;
    expect(await statusOf(server, queued.id)).toBe('in_progress');
    gate.open();
    await expect.poll(() => statusOf(server, queued.id)).toBe('completed');
    expect(await retrieve(server, queued.id)).toMatchObject({
      id: queued.id,
      output: [{ content: [{ text: 'Hi there' }] }],
      usage: { output_tokens: 3 },
    });
  });

  test('can be followed while it is generated, by any number of readers', async () => {
    const { gate, engine } = heldEngine();
    let events: ResponseStreamEvent[] = [];
    await withListeningServer({ engine }, async ({ server, url }) => {
      const first = await fetch(`${url}/v1/responses`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'tiny',
          input: 'Hi',
          background: true,
          stream: true,
        }),
      });
      await gate.reached;
      const reader = first.clone().body?.pipeThrough(new TextDecoderStream()).getReader();
      const [, id] = /"id":"(resp_\w+)"/.exec((await reader?.read())?.value ?? '') ?? [];
      const second = await fetch(
        `${url}/v1/responses/${id}?stream=true&starting_after=2`,
      );
      gate.open();
      events = namedEventsOf(await first.text());
      expect(namedEventsOf(await second.text()).map(withoutPads)).toEqual(
        events.slice(3).map(withoutPads),
      );
      const again = await server.inject(`/v1/responses/${id}?stream=true`);
      expect(namedEventsOf(again.body).map(withoutPads)).toEqual(events.map(withoutPads));
    });
    expect(events.slice(0, 4).map(({ type }) => type)).toEqual([
      'response.created',
      'response.queued',
      'response.in_progress',
      'response.output_item.added',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    expect(events.at(-1)?.type).toBe('response.completed');
  });

  test('is cancelled when told so, once and for all', async () => {
    const { gate, engine } = heldEngine();
    const { server, engine: running } = await createTestServer({ engine });
    const { id } = await createResponse(server, { background: true });
    await gate.reached;
    expect((await cancel(server, id)).json()).toMatchObject({ id, status: 'cancelled' });
    expect(running.numRunning).toBe(0);
    expect((await cancel(server, id)).json().status).toBe('cancelled');
    expect(await statusOf(server, id)).toBe('cancelled');
  });

  test('that has completed is not changed by cancelling it', async () => {
    const { server } = await createTestServer();
    const { id } = await createResponse(server, { background: true });
    await expect.poll(() => statusOf(server, id)).toBe('completed');
    expect((await cancel(server, id)).json().status).toBe('completed');
  });

  test('fails with what went wrong', async () => {
    const refuse = refusing(new EngineError('context-length-exceeded', 'long'));
    const { server } = await createTestServer({ engine: { refuse } });
    const { id } = await createResponse(server, { background: true });
    await expect.poll(() => statusOf(server, id)).toBe('failed');
    expect((await retrieve(server, id)).error).toMatchObject({
      code: 'invalid_prompt',
      message: expect.stringContaining('exceeds the context window'),
    });
  });

  test('waits for a place in the queue', async () => {
    let refusals = 2;
    const refuse = () =>
      refusals-- > 0
        ? new EngineError('queue-full', 'full', { retryAfterMs: 1 })
        : undefined;
    const { server, engine } = await createTestServer({ engine: { refuse } });
    const { id } = await createResponse(server, { background: true });
    await expect.poll(() => statusOf(server, id)).toBe('completed');
    expect(engine.requests).toHaveLength(3);
  });

  test('can be cancelled while it waits', async () => {
    const refuse = refusing(fullQueue);
    const { server } = await createTestServer({ engine: { refuse } });
    const { id } = await createResponse(server, { background: true });
    expect(await statusOf(server, id)).toBe('queued');
    expect((await cancel(server, id)).json()).toMatchObject({
      status: 'cancelled',
      output: [],
    });
  });

  test('can be deleted while it is generated', async () => {
    const { gate, engine } = heldEngine();
    const { server, engine: running } = await createTestServer({ engine });
    const { id } = await createResponse(server, { background: true });
    await gate.reached;
    const deleted = await server.inject({ method: 'DELETE', url: `/v1/responses/${id}` });
    expect(deleted.statusCode).toBe(200);
    expect(running.numRunning).toBe(0);
    expect((await server.inject(`/v1/responses/${id}`)).statusCode).toBe(404);
  });

  test('cannot be continued before it has ended', async () => {
    const { gate, engine } = heldEngine();
    const { server } = await createTestServer({ engine });
    const { id } = await createResponse(server, { background: true });
    await gate.reached;
    const answer = await server.inject(responseRequest({ previous_response_id: id }));
    expect(answer.json().error).toMatchObject({
      param: 'previous_response_id',
      message: expect.stringContaining("its status is 'in_progress'"),
    });
    gate.open();
  });
});

describe('a server that stops', () => {
  test('lets background responses end, and closes its state after them', async () => {
    await withFiles({}, async (dataDir) => {
      const { gate, engine } = heldEngine();
      const { server } = await createTestServer({ engine, config: { dataDir } });
      const { id } = await createResponse(server, { background: true });
      await gate.reached;
      const closed = server.close();
      gate.open();
      await closed;
      const { server: next } = await createTestServer({ config: { dataDir } });
      expect(await statusOf(next, id)).toBe('completed');
      await next.close();
    });
  });

  test('leaves those that have not begun to the next one, which begins each once', async () => {
    await withFiles({}, async (dataDir) => {
      const refuse = refusing(fullQueue);
      const { server } = await createTestServer({
        engine: { refuse },
        config: { dataDir },
      });
      const conversation = (
        await server.inject({ method: 'POST', url: '/v1/conversations', payload: {} })
      ).json();
      const { id } = await createResponse(server, {
        background: true,
        input: 'Remember me',
        conversation: conversation.id,
      });
      await server.close();
      for (let restart = 0; restart < 2; restart++) {
        const { server: next, engine } = await createTestServer({ config: { dataDir } });
        await expect.poll(() => statusOf(next, id)).toBe('completed');
        expect(engine.requests).toHaveLength(restart === 0 ? 1 : 0);
        const url = `/v1/conversations/${conversation.id}/items`;
        expect((await next.inject(url)).json().data).toHaveLength(2);
        await next.close();
      }
    });
  });

  test('leaves those it ends in the middle of to the next one, which begins them again', async () => {
    await withFiles({}, async (dataDir) => {
      const id = await endInTheMiddleOf({ background: true }, dataDir);
      const { server: next, engine } = await createTestServer({ config: { dataDir } });
      await expect.poll(() => statusOf(next, id)).toBe('completed');
      expect(engine.requests).toHaveLength(1);
      const { body } = await next.inject(`/v1/responses/${id}?stream=true`);
      const numbers = namedEventsOf(body).map((event) => event.sequence_number);
      expect(numbers).toEqual([...numbers.keys()]);
      await next.close();
    });
  });

  test('has failed those it ends in the middle of, if a client has followed their text', async () => {
    await withFiles({}, async (dataDir) => {
      const id = await endInTheMiddleOf({ background: true, stream: true }, dataDir);
      const { server: next, engine } = await createTestServer({ config: { dataDir } });
      expect(await retrieve(next, id)).toMatchObject({
        status: 'failed',
        error: { code: 'server_error', message: 'The server is shutting down.' },
      });
      expect(engine.requests).toHaveLength(0);
      await next.close();
    });
  });

  test('lets no response begin more than three times', async () => {
    await withFiles({}, async (dataDir) => {
      const id = await endInTheMiddleOf({ background: true }, dataDir);
      for (let again = 0; again < 2; again++) {
        const { gate, engine } = endingEngine();
        const { server } = await createTestServer({ engine, config: { dataDir } });
        await server.ready();
        await gate.reached;
        gate.open();
        await server.close();
      }
      const { server: last, engine } = await createTestServer({ config: { dataDir } });
      expect(await retrieve(last, id)).toMatchObject({
        status: 'failed',
        error: { message: 'The server was restarted while it generated this response.' },
      });
      expect(engine.requests).toHaveLength(0);
      await last.close();
    });
  });
});
