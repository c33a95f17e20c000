import type { FakePart } from '@samewire/engine/testing';
import type { ServerConfig } from '@samewire/server';
import { expect, test } from 'vitest';
import { createResponse } from '../support/response-requests.ts';
import {
  chatRequest,
  createTestServer,
  eventsOf,
  messagesRequest,
} from '../support/test-server.ts';

/** Four words, of which each is a token, and then two. */
const thoughtful: readonly FakePart[] = [
  { reasoning: 'It is rather far.' },
  'Not',
  ' I.',
];

function serverThat(reply: readonly FakePart[], config: Partial<ServerConfig> = {}) {
  return createTestServer({ engine: { reply: () => reply }, config });
}

test('a chat completion says how many of its tokens were reasoning, of all choices', async () => {
  const { server } = await serverThat(thoughtful);
  const { usage } = (await server.inject(chatRequest({ n: 2 }))).json();
  expect(usage).toMatchObject({
    completion_tokens: 14,
    completion_tokens_details: { reasoning_tokens: 8 },
  });
});

test('a stream says it in its last chunk', async () => {
  const { server } = await serverThat(thoughtful);
  const request = chatRequest({ stream: true, stream_options: { include_usage: true } });
  const events = eventsOf((await server.inject(request)).body);
  expect(events.at(-2)).toMatchObject({
    usage: { completion_tokens_details: { reasoning_tokens: 4 } },
  });
});

test('an answer that ends while it reasons counts what there was', async () => {
  const { server } = await serverThat(thoughtful);
  const { usage } = (await server.inject(chatRequest({ max_tokens: 3 }))).json();
  expect(usage.completion_tokens_details.reasoning_tokens).toBe(3);
});

test('a stored chat completion keeps it', async () => {
  const { server } = await serverThat(thoughtful);
  const { id } = (await server.inject(chatRequest({ store: true }))).json();
  const stored = (await server.inject(`/v1/chat/completions/${id}`)).json();
  expect(stored.usage.completion_tokens_details.reasoning_tokens).toBe(4);
});

test('a response says it, and so does the stored one', async () => {
  const { server } = await serverThat(thoughtful);
  const { id, usage } = await createResponse(server);
  expect(usage?.output_tokens_details).toEqual({ reasoning_tokens: 4 });
  const stored = (await server.inject(`/v1/responses/${id}`)).json();
  expect(stored.usage).toEqual(usage);
});

test("an answer in Anthropic's form says it where it has thinking", async () => {
  const { server } = await serverThat(thoughtful);
  const { usage } = (await server.inject(messagesRequest())).json();
  expect(usage).toMatchObject({
    output_tokens: 7,
    output_tokens_details: { thinking_tokens: 4 },
  });
  const plain = await serverThat(['Hi']);
  const other = (await plain.server.inject(messagesRequest())).json();
  expect(other.usage).not.toHaveProperty('output_tokens_details');
});

test("a stream in Anthropic's form says it at its end", async () => {
  const { server } = await serverThat(thoughtful);
  const { body } = await server.inject(messagesRequest({ stream: true }));
  const end = body.split('\n').find((line) => line.includes('"message_delta"')) ?? '';
  expect(end).toContain('"output_tokens_details":{"thinking_tokens":4}');
});
