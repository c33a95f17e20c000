import { EngineError } from '@samewire/engine';
import { describe, expect, test } from 'vitest';
import { createTestServer, messagesRequest, plainModel } from '../support/test-server.ts';

const { server } = await createTestServer({ engine: { model: plainModel } });

async function faultOf(changes: object, status = 400) {
  const response = await server.inject(messagesRequest(changes));
  expect(response.statusCode).toBe(status);
  const body = response.json();
  expect(body).toEqual({
    type: 'error',
    error: { type: expect.any(String), message: expect.any(String) },
    request_id: response.headers['request-id'],
  });
  return body.error;
}

const oneMessage = (message: unknown) => ({ messages: [message] });
const userBlock = (block: unknown) => oneMessage({ role: 'user', content: [block] });

describe("a fault in a request of Anthropic's form", () => {
  test.each<[string, object, string]>([
    ['no token limit', { max_tokens: undefined }, 'max_tokens: Field required'],
    ['no model', { model: undefined }, 'model: Field required'],
    ['no message', { messages: [] }, 'messages: at least one message is required'],
    ['an unknown field', { zzz: 1 }, 'zzz: Extra inputs are not permitted'],
    [
      'a text for a number',
      { temperature: 'hot' },
      'temperature: Input should be a valid number',
    ],
    [
      'a number out of bounds',
      { temperature: 1.5 },
      'temperature: Input should be less than or equal to 1',
    ],
    [
      'an unknown role',
      oneMessage({ role: 'nobody', content: 'Hi' }),
      "messages.0.role: Input should be 'user', 'assistant' or 'system'",
    ],
    [
      'an unknown block',
      userBlock({ type: 'telepathy' }),
      "messages.0.content.0: Input tag 'telepathy' found using 'type' does not match any " +
        "of the expected tags: 'text', 'image', 'document', 'search_result', 'thinking', " +
        "'redacted_thinking', 'tool_use', 'tool_result'",
    ],
    [
      'an empty message',
      oneMessage({ role: 'user', content: '' }),
      'messages.0: user messages must have non-empty content',
    ],
    [
      'a stop text that does not show',
      { stop_sequences: [' '] },
      'stop_sequences: each stop sequence must contain non-whitespace',
    ],
    [
      'an answer begun by the client',
      {
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: 'I' },
        ],
      },
      'This model does not support assistant message prefill. The conversation must end ' +
        'with a user message.',
    ],
    [
      'a tool result without a call',
      userBlock({ type: 'tool_result', tool_use_id: 't1', content: 'x' }),
      'messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: t1. ' +
        'Each `tool_result` block must have a corresponding `tool_use` block in the ' +
        'previous message.',
    ],
  ])('is told in its words: %s', async (_name, changes, message) => {
    expect(await faultOf(changes)).toEqual({ type: 'invalid_request_error', message });
  });
});

describe('the version of 2026', () => {
  const cited = { type: 'text', text: 'Hi', citations: [{ type: 'char_location' }] };
  const newest = { 'anthropic-version': '2026-10-21' };

  test.each<[string, object, string]>([
    ['temperature', { temperature: 1 }, 'temperature: Extra inputs are not permitted'],
    ['top_k', { top_k: 3 }, 'top_k: Extra inputs are not permitted'],
    [
      'citations of a user',
      userBlock(cited),
      'messages.0.content.0.citations: citations are not permitted in user messages',
    ],
  ])('has no more %s, which older ones have', async (_name, changes, message) => {
    const request = messagesRequest(changes);
    const response = await server.inject({ ...request, headers: newest });
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toEqual({ type: 'invalid_request_error', message });
    expect((await server.inject(request)).statusCode).toBe(200);
  });
});

describe('what the model cannot do', () => {
  test.each<[string, object, string]>([
    [
      'tools',
      { tools: [{ name: 'f', input_schema: { type: 'object' } }] },
      'tools: This model does not support tools.',
    ],
    [
      'thinking',
      { thinking: { type: 'enabled', budget_tokens: 1024 } },
      'thinking: This model does not support thinking.',
    ],
    [
      'images',
      userBlock({ type: 'image', source: { type: 'base64', data: 'AA==' } }),
      'messages.0.content.0: This model does not support image input.',
    ],
    [
      'documents',
      userBlock({ type: 'document', source: {} }),
      'messages.0.content.0: This model does not support documents.',
    ],
    [
      'a schema that cannot be enforced',
      {
        output_config: {
          format: { type: 'json_schema', schema: { type: 'array', uniqueItems: true } },
        },
      },
      "output_config.format.schema: In context=(), 'uniqueItems' is not permitted.",
    ],
  ])('is refused: %s', async (_name, changes, message) => {
    expect(await faultOf(changes)).toEqual({ type: 'invalid_request_error', message });
  });

  test('is let through where its value asks for nothing', async () => {
    const response = await server.inject(
      messagesRequest({
        tools: [],
        tool_choice: { type: 'auto' },
        thinking: { type: 'disabled' },
      }),
    );
    expect(response.statusCode).toBe(200);
  });
});

describe("a failure on one of Anthropic's routes", () => {
  test('names the model that is not there', async () => {
    expect(await faultOf({ model: 'nope' }, 404)).toEqual({
      type: 'not_found_error',
      message: 'model: nope',
    });
  });

  test('tells how far a prompt is over the context length', async () => {
    const content = 'word '.repeat(5000);
    expect(await faultOf(oneMessage({ role: 'user', content }))).toEqual({
      type: 'invalid_request_error',
      message: 'prompt is too long: 5003 tokens > 4096 maximum',
    });
  });

  test.each([
    ['queue-full', 429, 'rate_limit_error'],
    ['not-ready', 529, 'overloaded_error'],
    ['decode-failed', 500, 'api_error'],
  ] as const)('of the engine has its type: %s', async (code, status, type) => {
    const { server: failing } = await createTestServer({
      engine: { refuse: () => new EngineError(code, 'No.') },
    });
    const response = await failing.inject(messagesRequest());
    expect(response.statusCode).toBe(status);
    expect(response.json().error.type).toBe(type);
    expect(response.headers).toHaveProperty('retry-after');
  });

  test.each([
    [{}, 'x-api-key header is required'],
    [{ 'x-api-key': 'wrong' }, 'invalid x-api-key'],
  ])(
    'is told before the body is read if the key is wrong: %j',
    async (headers, message) => {
      const { server: locked } = await createTestServer({
        config: { apiKeys: ['right'] },
      });
      const response = await locked.inject({
        method: 'POST',
        url: '/v1/messages',
        headers: { 'content-type': 'application/json', ...headers },
        payload: '{',
      });
      expect(response.statusCode).toBe(401);
      expect(response.json().error).toEqual({ type: 'authentication_error', message });
    },
  );

  test.each([
    [undefined, 'anthropic-version: header is required'],
    [
      '1999-01-01',
      'anthropic-version: "1999-01-01" is not a valid version. ' +
        'Supported versions: 2026-10-21, 2023-06-01, 2023-01-01.',
    ],
  ])('is told if the version is %s', async (version, message) => {
    const response = await server.inject({
      ...messagesRequest(),
      headers: version === undefined ? {} : { 'anthropic-version': version },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.message).toBe(message);
  });

  test.each([
    ['GET', '/v1/messages', 405, 'invalid_request_error'],
    ['POST', '/v1/messages/batches', 404, 'not_found_error'],
  ] as const)('has its form for %s %s', async (method, url, status, type) => {
    const response = await server.inject({ method, url });
    expect(response.statusCode).toBe(status);
    expect(response.json().error.type).toBe(type);
  });
});
