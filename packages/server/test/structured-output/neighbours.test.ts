// What a client notices of another one that sends schemas made to hurt.

import { type Engine, loadEngine } from '@samewire/engine';
import { buildServer } from '@samewire/server';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandomModel } from '../support/qwen-model.ts';

const model = makeRandomModel();
let engine: Engine;
let server: FastifyInstance;
let url: string;
beforeAll(async () => {
  engine = loadEngine({ modelPath: model.path, contextSize: 4096, numSlots: 4 });
  await engine.ready();
  server = await buildServer({ engine, config: { model: { id: 'tiny' } } });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  server.server.closeAllConnections();
  await server.close();
  await engine.close();
  model.remove();
});

function post(path: string, body: object): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'tiny', ...body }),
  });
}

/** The times between the chunks of an answer of 200 tokens, in milliseconds, rising. */
async function gapsOfStream(): Promise<number[]> {
  const response = await post('/v1/completions', {
    prompt: 'a',
    max_tokens: 200,
    temperature: 0,
    ignore_eos: true,
    stream: true,
  });
  const gaps: number[] = [];
  let last = performance.now();
  for await (const _ of response.body ?? []) {
    gaps.push(performance.now() - last);
    last = performance.now();
  }
  // The first is the wait for the answer's beginning.
  return gaps.slice(1).toSorted((a, b) => a - b);
}

/** Each is refused, or served within its budget. */
const hostile: Readonly<Record<string, unknown>> = {
  'a reference to itself in allOf': { allOf: [{ $ref: '#' }] },
  'minLength above maxLength': { type: 'string', minLength: 3, maxLength: 2 },
  'an enum of 1000 values': {
    enum: Array.from({ length: 1000 }, (_, index) => `value number ${index}`),
  },
  'an enum of 5000 values': {
    enum: Array.from({ length: 5000 }, (_, index) => `${index * 7919}`),
  },
  '2000 optional properties': {
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 2000 }, (_, index) => [
        `property${index}`,
        { type: 'integer' },
      ]),
    ),
    additionalProperties: false,
  },
  '100 levels': JSON.parse(
    `${'{"type":"array","items":'.repeat(100)}{"type":"null"}${'}'.repeat(100)}`,
  ),
  'a pattern of very many states': { type: 'string', pattern: '^(a|b)*a(a|b){40}$' },
  'a long text': { type: 'string', minLength: 1000, maxLength: 100_000 },
  'alternatives that all begin alike': {
    anyOf: Array.from({ length: 300 }, (_, index) => ({
      type: 'array',
      items: { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: index }] },
    })),
  },
};

async function sendHostile(): Promise<void> {
  for (const [name, schema] of Object.entries(hostile)) {
    const response = await post('/v1/chat/completions', {
      messages: [{ role: 'user', content: 'Hi' }],
      max_tokens: 30,
      response_format: { type: 'json_schema', json_schema: { name: 'hostile', schema } },
    });
    expect([name, response.status === 200 || response.status === 400]).toEqual([
      name,
      true,
    ]);
    await response.text();
  }
}

/** The value below which a share of them is. */
function at(gaps: readonly number[], share: number): number {
  return Math.round((gaps[Math.floor((gaps.length - 1) * share)] ?? 0) * 10) / 10;
}

test('a stream keeps its pace while another client sends schemas made to hurt', async () => {
  const alone = await gapsOfStream();
  const attack = { isOver: false };
  const attacked = sendHostile().finally(() => (attack.isOver = true));
  const beside: number[] = [];
  while (!attack.isOver) beside.push(...(await gapsOfStream()));
  await attacked;
  beside.sort((a, b) => a - b);
  console.log(
    `ms between chunks, vocabulary of ${model.name}: alone p50 ${at(alone, 0.5)}, p99 ` +
      `${at(alone, 0.99)}; beside p50 ${at(beside, 0.5)}, p99 ${at(beside, 0.99)}, at most ` +
      `${at(beside, 1)}`,
  );
  // Two share the steps, and a busy machine adds its own: what counts is that nothing waits
  // for a schema to be worked out.
  expect(at(beside, 0.5)).toBeLessThan(4 * at(alone, 0.5) + 20);
  expect(at(beside, 1)).toBeLessThan(1000 + 2 * at(alone, 1));
});
