// Compares what we send with what OpenAI sent, field by field and in its order.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { decodeEvents } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { shapeOf } from './shape.ts';

const shared =
  process.env['SAMEWIRE_SHARED'] ??
  fileURLToPath(new URL('../../../../shared', import.meta.url));
const recording = `${shared}/recordings/openai/reqllm__gpt_4o_mini-streaming.json`;
const isThere = existsSync(recording);
const note = isThere ? '' : ` (skipped: there is no ${recording})`;

interface Recording {
  readonly chunks: readonly { readonly b64: string }[];
}

async function recordedEvents(): Promise<unknown[]> {
  const { chunks }: Recording = JSON.parse(readFileSync(recording, 'utf8'));
  return eventsOf(chunks.map(({ b64 }) => Buffer.from(b64, 'base64')));
}

async function ourEvents(): Promise<unknown[]> {
  const server = await buildServer({
    engine: new FakeEngine(),
    config: { model: { id: 'tiny' } },
  });
  const response = await server.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    payload: {
      model: 'tiny',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
    },
  });
  return eventsOf([response.rawPayload]);
}

async function eventsOf(pieces: readonly Uint8Array[]): Promise<unknown[]> {
  const bytes = (async function* () {
    yield* pieces;
  })();
  const events = await Array.fromAsync(decodeEvents(bytes));
  return events.map((data): unknown => JSON.parse(data));
}

describe.skipIf(!isThere)(`a recorded stream of OpenAI${note}`, () => {
  test.each([
    ['role', 0],
    ['text', 1],
    ['finish', -2],
    ['usage', -1],
  ])('has a %s chunk of the same shape as ours', async (_kind, place) => {
    const [theirs, ours] = [await recordedEvents(), await ourEvents()];
    expect(shapeOf(ours.at(place))).toBe(shapeOf(theirs.at(place)));
  });
});
