// Compares the streams of our responses with those that OpenAI sent: which events, in which
// order, with which fields in which order, of which types.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EngineError } from '@samewire/engine';
import { FakeEngine, type FakeEngineOptions } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { decodeEvents } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { shapeOf } from './shape.ts';

const shared =
  process.env['SAMEWIRE_SHARED'] ??
  fileURLToPath(new URL('../../../../shared', import.meta.url));
const folder = `${shared}/recordings/openai-responses`;
const isThere = existsSync(folder);
const note = isThere ? '' : ` (skipped: there is no ${folder})`;

/**
 * Fields that OpenAI's answers have had since early 2026, and that these recordings of 2025 have
 * not. The Open Responses document asks for them.
 */
const newerFields = new Set([
  'completed_at',
  'frequency_penalty',
  'presence_penalty',
  'cache_write_tokens',
]);

interface StreamEvent {
  readonly type: string;
  readonly item?: { readonly type: string };
  readonly response?: { readonly output: readonly { readonly type: string }[] };
}

async function decoded(bytes: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const stream = (async function* () {
    yield* bytes;
  })();
  const events = await Array.fromAsync(decodeEvents(stream));
  return events.map((data): StreamEvent => JSON.parse(data));
}

async function recordedBytes(name: string): Promise<StreamEvent[]> {
  const recording: { chunks: { b64: string }[] } = JSON.parse(
    readFileSync(`${folder}/${name}`, 'utf8'),
  );
  return decoded(recording.chunks.map(({ b64 }) => Buffer.from(b64, 'base64')));
}

function recordedLines(name: string): StreamEvent[] {
  const lines = readFileSync(`${folder}/${name}`, 'utf8').trim().split('\n');
  return lines.map((line): StreamEvent => JSON.parse(line));
}

async function ourEvents(
  fields: object,
  options: FakeEngineOptions = {},
): Promise<StreamEvent[]> {
  const server = await buildServer({
    engine: new FakeEngine(options),
    config: { model: { id: 'tiny' } },
  });
  const response = await server.inject({
    method: 'POST',
    url: '/v1/responses',
    // What OpenAI takes as the default of the recorded models, has to be said here.
    payload: {
      model: 'tiny',
      input: 'Hi',
      reasoning: { effort: 'medium' },
      stream: true,
      ...fields,
    },
  });
  await server.close();
  return decoded([response.rawPayload]);
}

function failAtOnce(): never {
  throw new EngineError('engine-lost', 'gone');
}

/** Without what belongs to reasoning items, which are not there yet. */
function withoutReasoning(events: readonly StreamEvent[]): StreamEvent[] {
  return events
    .filter(({ item }) => item?.type !== 'reasoning')
    .map(({ response, ...event }) =>
      Object.assign(
        event,
        response === undefined ? {} : { response: answerOf(response) },
      ),
    );
}

function answerOf(response: NonNullable<StreamEvent['response']>) {
  const output = response.output.filter(({ type }) => type !== 'reasoning');
  return { ...response, output };
}

function withoutNewerFields(event: StreamEvent): unknown {
  return JSON.parse(
    JSON.stringify(event, (name, value: unknown) =>
      newerFields.has(name) ? undefined : value,
    ),
  );
}

/** Type and shape of each event; of deltas in a row, one. */
function signatureOf(events: readonly StreamEvent[]): string[] {
  return events
    .filter(
      ({ type }, index) => !type.endsWith('.delta') || events[index - 1]?.type !== type,
    )
    .map((event) => `${event.type} ${shapeOf(withoutNewerFields(event))}`);
}

describe.skipIf(!isThere)(`the stream of a response, beside OpenAI's${note}`, () => {
  test.each([
    'reqllm__gpt_5_mini-streaming.json',
    'reqllm__gpt_5_mini-object_streaming.json',
  ])('has the same events of the same shape as %s', async (name) => {
    const theirs = withoutReasoning(await recordedBytes(name));
    expect(theirs.length).toBeGreaterThan(10);
    expect(signatureOf(await ourEvents({ max_output_tokens: 2000 }))).toEqual(
      signatureOf(theirs),
    );
  });

  test('fails in the same way as a recorded one', async () => {
    const theirs = recordedLines('vercel-ai__openai-error.1.chunks.txt');
    const ours = await ourEvents({}, { beforePiece: failAtOnce });
    expect(signatureOf(ours)).toEqual(signatureOf(theirs));
  });
});
