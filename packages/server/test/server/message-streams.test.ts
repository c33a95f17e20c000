import { readFileSync } from 'node:fs';
import { EngineError } from '@samewire/engine';
import type { FakeEngineOptions } from '@samewire/engine/testing';
import { describe, expect, test } from 'vitest';
import { Gate } from '../support/gate.ts';
import { sharedData } from '../support/shared-folder.ts';
import {
  createTestServer,
  messagesRequest,
  withListeningServer,
} from '../support/test-server.ts';

interface NamedEvent {
  readonly name: string;
  readonly data: Record<string, unknown> & { readonly type: string };
}

function namedEventsOf(body: string): NamedEvent[] {
  return body
    .split('\n\n')
    .filter((text) => text !== '')
    .map((text) => {
      const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text) ?? [];
      return { name, data: JSON.parse(data) };
    });
}

async function stream(changes: object = {}, engine: FakeEngineOptions = {}) {
  const { server } = await createTestServer({
    engine: { reply: () => 'Hello there!', ...engine },
  });
  const response = await server.inject(messagesRequest({ stream: true, ...changes }));
  return { response, events: namedEventsOf(response.body) };
}

/** The keys of a value and of everything in it, in order; values do not count. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}

/** Of each kind of event the shape of the first one, in the order they came. */
function firstOfEach(events: readonly NamedEvent[]): unknown[] {
  return [...Map.groupBy(events, ({ name }) => name)].map(([name, [first]]) => [
    name,
    shapeOf(first?.data),
  ]);
}

describe("a stream in Anthropic's form", () => {
  test('has its events in their order, each named like its type', async () => {
    const { response, events } = await stream();
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(response.headers['request-id']).toMatch(/^req_/);
    expect(events.map(({ name }) => name)).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    for (const { name, data } of events) expect(data.type).toBe(name);
  });

  test('says why and with how many tokens it ended', async () => {
    const { events } = await stream({ stop_sequences: ['there'] });
    expect(events.at(-2)?.data).toEqual({
      type: 'message_delta',
      delta: { stop_reason: 'stop_sequence', stop_sequence: 'there' },
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 2,
      },
    });
  });

  test('has no block if the model says nothing', async () => {
    const { events } = await stream({}, { reply: () => [] });
    expect(events.map(({ name }) => name)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
  });

  test('pads its deltas so that their length does not tell that of the text', async () => {
    const { response } = await stream({}, { reply: () => ['I', ' am', ' nobody'] });
    const lengths = response.body
      .split('\n')
      .filter((line) => line.startsWith('data: {"type":"content_block_delta"'))
      .map((line) => line.length);
    expect(new Set(lengths).size).toBe(1);
  });

  test('ends with a named error if the engine fails, and without message_stop', async () => {
    const { events } = await stream(
      {},
      {
        beforePiece: ({ index }) => {
          if (index === 1) throw new EngineError('engine-lost', 'gone');
        },
      },
    );
    expect(events.at(-1)).toEqual({
      name: 'error',
      data: {
        type: 'error',
        error: { type: 'overloaded_error', message: expect.stringContaining('engine') },
        request_id: expect.stringMatching(/^req_/),
      },
    });
  });

  test('sends a ping into a silence', async () => {
    const gate = new Gate();
    const options = {
      config: { keepAliveMs: 5 },
      engine: { beforePiece: () => gate.pass() },
    };
    await withListeningServer(options, async ({ url }) => {
      const { payload } = messagesRequest({ stream: true });
      const response = await fetch(`${url}/v1/messages`, {
        method: 'POST',
        headers: {
          'anthropic-version': '2023-06-01',
          'content-type': 'application/json',
        },
        body: JSON.stringify(payload),
      });
      let received = '';
      for await (const bytes of response.body ?? []) {
        received += Buffer.from(bytes).toString();
        if (received.includes('event: ping')) gate.open();
      }
      const names = namedEventsOf(received).map(({ name }) => name);
      expect(names.slice(0, 2)).toEqual(['message_start', 'ping']);
      expect(names.at(-1)).toBe('message_stop');
    });
  });
});

interface Recording {
  readonly chunks: readonly { readonly b64: string }[];
}

const recording = sharedData(
  'recordings/anthropic/reqllm__claude_3_5_haiku_20241022-streaming.json',
);

test.skipIf(!recording.isThere)(
  `its events have the fields of a recorded stream, in their order${recording.note}`,
  async () => {
    const { chunks }: Recording = JSON.parse(readFileSync(recording.path, 'utf8'));
    const recorded = namedEventsOf(
      chunks.map(({ b64 }) => Buffer.from(b64, 'base64').toString()).join(''),
    );
    const { events } = await stream();
    expect(firstOfEach(events)).toEqual(firstOfEach(recorded));
  },
);
