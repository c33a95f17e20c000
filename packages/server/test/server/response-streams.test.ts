import { EngineError } from '@samewire/engine';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import type { ServerConfig } from '@samewire/server';
import { ResponseStreamEvent } from '@samewire/shared-types';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { Gate } from '../support/gate.ts';
import {
  firstPartOf,
  namedEventsOf,
  responseRequest,
} from '../support/response-requests.ts';
import { createTestServer, withListeningServer } from '../support/test-server.ts';

const isEvent = new Ajv({ strict: false, discriminator: true }).compile(
  ResponseStreamEvent,
);

async function streamOf(
  changes: object = {},
  engine: FakeEngineOptions = {},
  config: Partial<ServerConfig> = {},
) {
  const { server } = await createTestServer({ engine, config });
  const answer = await server.inject(responseRequest({ stream: true, ...changes }));
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  const named = answer.body.replace('data: [DONE]\n\n', '');
  return { server, body: answer.body, events: namedEventsOf(named) };
}

function typesOf(events: readonly ResponseStreamEvent[]): string[] {
  return events.map(({ type }) => type);
}

/** The response in an event that has one. */
function responseOf(event: ResponseStreamEvent | undefined) {
  if (event === undefined || !('response' in event))
    throw new Error('There is no response.');
  return event.response;
}

function failAtSecond({ index }: { index: number }): void {
  if (index === 1) throw new EngineError('engine-lost', 'gone');
}

describe('the stream of a response', () => {
  test('has OpenAI’s events in OpenAI’s order, counted from 0', async () => {
    const { events, body } = await streamOf({}, { reply: () => 'Hi there' });
    expect(typesOf(events)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    for (const event of events)
      expect([event.type, isEvent(event)]).toEqual([event.type, true]);
    expect(body).not.toContain('[DONE]');
  });

  test('has one response and one message throughout', async () => {
    const { events } = await streamOf({ include: ['message.output_text.logprobs'] });
    const ids = events.flatMap((event) =>
      'response' in event ? [event.response.id] : [],
    );
    expect(new Set(ids).size).toBe(1);
    const itemIds = events.flatMap((event) => {
      if ('item_id' in event) return [event.item_id];
      return 'item' in event ? [event.item.id] : [];
    });
    expect(new Set(itemIds).size).toBe(1);
    expect(responseOf(events.at(-1)).output[0]?.id).toBe(itemIds[0]);
  });

  test('has the whole text at the end of its pieces', async () => {
    const { events } = await streamOf({}, { reply: () => 'Hi there 👋' });
    const deltas = events.flatMap((event) => ('delta' in event ? [event.delta] : []));
    const done = events.find(({ type }) => type === 'response.output_text.done');
    expect(done).toMatchObject({ text: deltas.join('') });
    expect(responseOf(events.at(-1))).toMatchObject({
      status: 'completed',
      output: [{ content: [{ text: 'Hi there 👋' }] }],
      usage: { output_tokens: 4 },
    });
  });

  test('begins with a response that has nothing yet', async () => {
    const { events } = await streamOf({ service_tier: 'auto' });
    for (const event of events.slice(0, 2))
      expect(responseOf(event)).toMatchObject({
        status: 'in_progress',
        output: [],
        usage: null,
        service_tier: 'auto',
      });
  });

  test('has deltas whose length says nothing, unless told otherwise', async () => {
    const { body } = await streamOf();
    const deltas = body.split('\n').filter((line) => line.includes('text.delta","'));
    expect(new Set(deltas.map((line) => line.length % 16)).size).toBe(1);
    const plain = await streamOf({ stream_options: { include_obfuscation: false } });
    expect(plain.body).not.toContain('obfuscation');
  });

  test('ends incomplete where the token limit ends it', async () => {
    const { events } = await streamOf(
      { max_output_tokens: 16 },
      { reply: () => 'w '.repeat(20) },
    );
    expect(events.at(-2)).toMatchObject({ item: { status: 'incomplete' } });
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { incomplete_details: { reason: 'max_output_tokens' } },
    });
  });

  test('has a message also where the model says nothing', async () => {
    const { events } = await streamOf({}, { reply: () => [] });
    expect(typesOf(events)).toContain('response.output_item.added');
    expect(firstPartOf(responseOf(events.at(-1)))?.text).toBe('');
  });

  test('ends with error and failed where the engine fails, and the number goes on', async () => {
    const { server, events } = await streamOf({}, { beforePiece: failAtSecond });
    expect(typesOf(events).slice(-3)).toEqual([
      'response.output_text.delta',
      'error',
      'response.failed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual([...events.keys()]);
    expect(events.at(-2)).toMatchObject({
      error: { type: 'server_error', code: 'engine_lost', param: null },
    });
    for (const event of events)
      expect([event.type, isEvent(event)]).toEqual([event.type, true]);
    const failed = responseOf(events.at(-1));
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'server_error' } });
    const stored = await server.inject(`/v1/responses/${failed.id}`);
    expect(stored.json()).toEqual(failed);
  });

  test('can be continued as soon as its end is seen', async () => {
    const { server, events } = await streamOf();
    const { id } = responseOf(events.at(-1));
    const next = await server.inject(responseRequest({ previous_response_id: id }));
    expect(next.statusCode).toBe(200);
  });

  test('ends its generation and is not stored when its reader leaves', async () => {
    const gate = new Gate();
    const engine = {
      beforePiece: ({ index }: { index: number }) =>
        index === 1 ? gate.pass() : undefined,
    };
    await withListeningServer({ engine }, async ({ url, engine: running }) => {
      const controller = new AbortController();
      const answer = await fetch(`${url}/v1/responses`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'tiny', input: 'Hi', stream: true }),
        signal: controller.signal,
      });
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes('text.delta')) text += (await reader?.read())?.value ?? '';
      const [, id] = /"id":"(resp_\w+)"/.exec(text) ?? [];
      await gate.reached;
      controller.abort();
      await expect.poll(() => reader?.closed.catch(() => 'gone')).toBe('gone');
      // The server learns of it before it answers anything that is sent later.
      expect((await fetch(`${url}/v1/responses/${id}`)).status).toBe(404);
      gate.open();
      await expect.poll(() => running.numRunning).toBe(0);
      expect((await fetch(`${url}/v1/responses/${id}`)).status).toBe(404);
    });
  });
});

const reply = () => [{ reasoning: 'Hm' }, 'Hi'];

describe('the stream of a response in the form of Open Responses', () => {
  const config = { responsesForm: 'open-responses' } as const;

  test('ends with [DONE]', async () => {
    const { body } = await streamOf({}, { reply }, config);
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(body.match(/\[DONE\]/g)).toHaveLength(1);
  });

  test('ends so too when it is told again', async () => {
    const { body, server } = await streamOf({}, { reply }, config);
    const [id] = /resp_[0-9a-f]+/.exec(body) ?? [];
    const url = `/v1/responses/${id}?stream=true`;
    const again = await server.inject({ url });
    expect(again.body.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('has its names for the events of reasoning, and all others as ever', async () => {
    const theirs = typesOf((await streamOf({}, { reply }, config)).events);
    const ours = typesOf((await streamOf({}, { reply })).events);
    expect(ours).toContain('response.reasoning_text.delta');
    expect(theirs).toEqual(
      ours.map((type) => type.replace('reasoning_text', 'reasoning')),
    );
  });
});
