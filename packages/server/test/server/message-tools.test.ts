import type { FakePart } from '@samewire/engine/testing';
import { describe, expect, test } from 'vitest';
import { createTestServer, messagesRequest } from '../support/test-server.ts';

const tools = [
  {
    name: 'get_weather',
    description: 'Weather of a place',
    input_schema: { type: 'object', properties: { city: { type: 'string' } } },
  },
  { name: 'get_time', input_schema: { type: 'object' } },
];

const reply: readonly FakePart[] = [
  { reasoning: 'Look it up.' },
  'Let me look.',
  { call: 'get_weather', arguments: { city: 'Paris' } },
  { call: 'get_time', arguments: {} },
];

async function ask(changes: object, parts = reply) {
  const { server, engine } = await createTestServer({ engine: { reply: () => parts } });
  const response = await server.inject(messagesRequest({ tools, ...changes }));
  expect(response.statusCode).toBe(200);
  return { response, prompt: engine.requests[0]?.prompt };
}

describe("an answer of Anthropic's form that uses tools", () => {
  test('has a block for each thing it says or does', async () => {
    const { response } = await ask({});
    expect(response.json()).toMatchObject({
      content: [
        { type: 'thinking', thinking: 'Look it up.', signature: '' },
        { type: 'text', text: 'Let me look.' },
        {
          type: 'tool_use',
          id: expect.stringMatching(/^toolu_01\w{22}$/),
          name: 'get_weather',
          input: { city: 'Paris' },
        },
        { type: 'tool_use', name: 'get_time', input: {} },
      ],
      stop_reason: 'tool_use',
    });
  });

  test('streams its blocks one after another', async () => {
    const { response } = await ask({ stream: true });
    const events = response.body
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice('data: '.length)))
      .filter(({ type }) => type !== 'ping' && type !== 'message_start');
    expect(
      events.map(({ type, index, content_block: block, delta }) =>
        [type, index, block?.type, delta?.type]
          .filter((part) => part !== undefined)
          .join(' '),
      ),
    ).toEqual([
      'content_block_start 0 thinking',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 thinking_delta',
      'content_block_delta 0 signature_delta',
      'content_block_stop 0',
      'content_block_start 1 text',
      'content_block_delta 1 text_delta',
      'content_block_stop 1',
      'content_block_start 2 tool_use',
      'content_block_delta 2 input_json_delta',
      'content_block_stop 2',
      'content_block_start 3 tool_use',
      'content_block_delta 3 input_json_delta',
      'content_block_stop 3',
      'message_delta',
      'message_stop',
    ]);
    expect(events[10].delta.partial_json).toBe('{"city":"Paris"}');
    expect(events.at(-2).delta).toEqual({ stop_reason: 'tool_use', stop_sequence: null });
  });
});

describe('what the engine is asked', () => {
  test.each<[object, object]>([
    [{ type: 'auto' }, { toolChoice: 'auto' }],
    [{ type: 'any' }, { toolChoice: 'required' }],
    [{ type: 'none' }, { toolChoice: 'none' }],
    [
      { type: 'tool', name: 'get_time' },
      {
        toolChoice: 'required',
        tools: [{ name: 'get_weather', isAllowed: false }, { name: 'get_time' }],
      },
    ],
    [
      { type: 'auto', disable_parallel_tool_use: true },
      { toolChoice: 'auto', parallelToolCalls: false },
    ],
  ])('follows the choice %j', async (tool_choice, expected) => {
    expect((await ask({ tool_choice })).prompt).toMatchObject(expected);
  });

  test.each<[object, boolean]>([
    [{ type: 'enabled', budget_tokens: 1024 }, true],
    [{ type: 'disabled' }, false],
  ])('thinks as told by %j', async (thinking, enable_thinking) => {
    expect((await ask({ thinking, max_tokens: 2000 })).prompt).toMatchObject({
      templateKwargs: { enable_thinking, thinking: enable_thinking },
    });
  });
});

test('two tools of one name are refused', async () => {
  const { server } = await createTestServer();
  const response = await server.inject(messagesRequest({ tools: [tools[0], tools[0]] }));
  expect(response.statusCode).toBe(400);
});
