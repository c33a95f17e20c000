import type { FakePart } from '@samewire/engine/testing';
import type { ResponseStreamEvent } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { createTestServer } from '../support/test-server.ts';

const tools = [
  {
    type: 'function',
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
  { type: 'custom', name: 'shell' },
];

const reply: readonly FakePart[] = [
  { reasoning: 'Look it up.' },
  'Let me look.',
  { call: 'get_weather', arguments: { city: 'Paris' } },
  { call: 'shell', arguments: { input: 'date' } },
];

async function respond(changes: object) {
  const { server, engine } = await createTestServer({ engine: { reply: () => reply } });
  const response = await server.inject({
    method: 'POST',
    url: '/v1/responses',
    payload: { model: 'tiny', input: 'Hi', tools, ...changes },
  });
  expect(response.statusCode).toBe(200);
  return { server, engine, response };
}

function eventsIn(body: string): ResponseStreamEvent[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)));
}

describe('a response that uses tools', () => {
  test('has an item for each thing it says or does', async () => {
    const { response } = await respond({});
    expect(response.json()).toMatchObject({
      status: 'completed',
      output: [
        {
          id: expect.stringMatching(/^rs_/),
          type: 'reasoning',
          content: [{ type: 'reasoning_text', text: 'Look it up.' }],
          summary: [],
        },
        { type: 'message', content: [{ type: 'output_text', text: 'Let me look.' }] },
        {
          id: expect.stringMatching(/^fc_/),
          type: 'function_call',
          call_id: expect.stringMatching(/^call_/),
          name: 'get_weather',
          arguments: '{"city":"Paris"}',
          status: 'completed',
        },
        {
          id: expect.stringMatching(/^ctc_/),
          type: 'custom_tool_call',
          name: 'shell',
          input: 'date',
        },
      ],
    });
  });

  test('repeats what it was offered', async () => {
    const { response } = await respond({ tool_choice: 'required' });
    expect(response.json()).toMatchObject({
      tool_choice: 'required',
      tools: [{ name: 'get_weather', description: null, strict: true }, tools[1]],
    });
  });

  test('streams its items one after another, numbered without gaps', async () => {
    const { response } = await respond({ stream: true });
    const events = eventsIn(response.body);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(
      events.map((_, n) => n),
    );
    const names = events.map((event) =>
      [event.type, 'output_index' in event ? event.output_index : undefined]
        .filter((part) => part !== undefined)
        .join(' ')
        .replace('response.', ''),
    );
    const unique = names.filter((name, index) => name !== names[index - 1]);
    expect(unique).toEqual([
      'created',
      'in_progress',
      'output_item.added 0',
      'content_part.added 0',
      'reasoning_text.delta 0',
      'reasoning_text.done 0',
      'content_part.done 0',
      'output_item.done 0',
      'output_item.added 1',
      'content_part.added 1',
      'output_text.delta 1',
      'output_text.done 1',
      'content_part.done 1',
      'output_item.done 1',
      'output_item.added 2',
      'function_call_arguments.delta 2',
      'function_call_arguments.done 2',
      'output_item.done 2',
      'output_item.added 3',
      'custom_tool_call_input.delta 3',
      'custom_tool_call_input.done 3',
      'output_item.done 3',
      'completed',
    ]);
  });

  test('is told again as it was', async () => {
    const { server, response } = await respond({
      stream: true,
      stream_options: { include_obfuscation: false },
    });
    const events = eventsIn(response.body);
    const [first] = events;
    const id = first !== undefined && 'response' in first ? first.response.id : '';
    const again = await server.inject(
      `/v1/responses/${id}?stream=true&include_obfuscation=false`,
    );
    expect(eventsIn(again.body)).toEqual(events);
  });

  test('is continued with what came of its calls', async () => {
    const { server, engine, response } = await respond({});
    const { id, output } = response.json();
    const next = await server.inject({
      method: 'POST',
      url: '/v1/responses',
      payload: {
        model: 'tiny',
        previous_response_id: id,
        tools,
        input: [
          { type: 'function_call_output', call_id: output[2].call_id, output: 'Sunny' },
          {
            type: 'custom_tool_call_output',
            call_id: output[3].call_id,
            output: 'Monday',
          },
        ],
      },
    });
    expect(next.statusCode).toBe(200);
    const prompt = engine.requests.at(-1)?.prompt;
    expect(prompt?.kind === 'chat' ? prompt.messages : []).toMatchObject([
      { role: 'user', content: 'Hi' },
      {
        role: 'assistant',
        content: 'Let me look.',
        reasoning: 'Look it up.',
        toolCalls: [
          { name: 'get_weather', arguments: '{"city":"Paris"}' },
          { name: 'shell', arguments: '{"input":"date"}' },
        ],
      },
      { role: 'tool', content: 'Sunny', toolName: 'get_weather' },
      { role: 'tool', content: 'Monday', toolName: 'shell' },
    ]);
  });
});

describe('a request with tools is refused', () => {
  test.each<[string, object, string]>([
    ['a tool that OpenAI hosts', { tools: [{ type: 'web_search' }] }, 'tools[0].type'],
    [
      'a grammar in Lark with an unknown rule',
      {
        tools: [
          {
            type: 'custom',
            name: 'g',
            format: { type: 'grammar', syntax: 'lark', definition: 'start: thing' },
          },
        ],
      },
      'tools[0].format.definition',
    ],
    ['a name twice', { tools: [tools[0], tools[0]] }, 'tools[1].name'],
    [
      'a choice that is not offered',
      { tools, tool_choice: { type: 'function', name: 'x' } },
      'tool_choice',
    ],
  ])('for %s', async (_name, changes, param) => {
    const { server } = await createTestServer();
    const response = await server.inject({
      method: 'POST',
      url: '/v1/responses',
      payload: { model: 'tiny', input: 'Hi', ...changes },
    });
    expect(response.statusCode).toBe(400);
    expect(response.json().error.param).toBe(param);
  });
});
