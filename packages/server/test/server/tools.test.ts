import type { FakePart } from '@samewire/engine/testing';
import { describe, expect, test } from 'vitest';
import {
  chatRequest,
  createTestServer,
  eventsOf,
  messagesRequest,
  plainModel,
} from '../support/test-server.ts';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a place',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};
const shell = { type: 'custom', custom: { name: 'shell' } };
const called: FakePart = { call: 'get_weather', arguments: { city: 'Paris' } };

async function ask(reply: readonly FakePart[], changes: object) {
  const { server, engine } = await createTestServer({ engine: { reply: () => reply } });
  const response = await server.inject(chatRequest(changes));
  return { response, engine };
}

async function answerOf(reply: readonly FakePart[], changes: object) {
  const { response } = await ask(reply, changes);
  expect(response.statusCode).toBe(200);
  return response.json().choices[0];
}

interface Chunk {
  readonly choices: readonly {
    readonly delta: Record<string, unknown>;
    readonly finish_reason: string | null;
  }[];
}

async function deltasOf(reply: readonly FakePart[], changes: object) {
  const { response } = await ask(reply, { ...changes, stream: true });
  const chunks = eventsOf(response.body).filter((event) => event !== '[DONE]') as Chunk[];
  return chunks.map(({ choices }) => choices[0]);
}

/** The prompt that the engine gets. */
async function promptOf(changes: object) {
  const { response, engine } = await ask(['Hi'], changes);
  expect(response.statusCode).toBe(200);
  return engine.requests[0]?.prompt;
}

/** The grammar of the only tool's arguments. */
async function grammarOf(changes: object) {
  const prompt = await promptOf(changes);
  return prompt?.kind === 'chat' ? prompt.tools?.[0]?.argumentsGrammar?.gbnf : undefined;
}

/** A choice among functions. */
function some(mode: string, names: readonly string[]) {
  const tools = names.map((name) => ({ type: 'function', function: { name } }));
  return { type: 'allowed_tools', allowed_tools: { mode, tools } };
}

/** Changes that offer a tool with these parameters. */
function withParameters(parameters: unknown, strict = false) {
  return { tools: [{ type: 'function', function: { name: 'f', parameters, strict } }] };
}

/** Changes that offer a tool whose input matches a regular expression. */
function withPattern(definition: string) {
  const format = { type: 'grammar', grammar: { syntax: 'regex', definition } };
  return { tools: [{ type: 'custom', custom: { name: 'g', format } }] };
}

describe('what calls are held to', () => {
  const city = {
    type: 'object',
    properties: { city: { enum: ['Paris', 'Rome'] } },
    required: ['city'],
    additionalProperties: false,
  };

  test.each([true, false])('the schema of a tool that is strict: %s', async (strict) => {
    expect(await grammarOf(withParameters(city, strict))).toContain('Rome');
  });

  test('any object, where a schema cannot be enforced and need not', async () => {
    const unusual = { type: 'object', properties: { a: { pattern: String.raw`(a)\1` } } };
    expect(await grammarOf(withParameters(unusual))).toBeUndefined();
  });

  test('the pattern of a custom tool, within its one argument', async () => {
    const gbnf = await grammarOf(withPattern('[0-9]{3}'));
    expect(gbnf).toContain('input');
    expect(gbnf).toContain('[0-9]');
  });

  test('nothing that a format of the answer does not stand beside', async () => {
    const json = { type: 'json_schema', json_schema: { name: 'a', schema: city } };
    const { response, engine } = await ask(['{}'], {
      tools: [weather],
      response_format: json,
    });
    expect(response.statusCode).toBe(200);
    expect(engine.requests[0]?.grammar?.gbnf).toContain('Rome');
    expect(engine.requests[0]?.prompt).toMatchObject({
      tools: [{ name: 'get_weather' }],
    });
  });
});

describe('a chat completion that calls a tool', () => {
  test('has the call, no content, and says so at the end', async () => {
    expect(await answerOf([called], { tools: [weather] })).toMatchObject({
      message: {
        content: null,
        tool_calls: [
          {
            id: expect.stringMatching(/^call_\w{24}$/),
            type: 'function',
            function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
          },
        ],
      },
      finish_reason: 'tool_calls',
    });
  });

  test('keeps the id that the model gave it', async () => {
    const { message } = await answerOf([{ ...called, id: 'functions.get_weather:0' }], {
      tools: [weather],
    });
    expect(message.tool_calls[0].id).toBe('functions.get_weather:0');
  });

  test('streams id, type and name once, and then fragments of the arguments', async () => {
    const reply = [{ call: 'get_weather', arguments: '{"city": "Paris"}' }];
    const deltas = await deltasOf(reply, { tools: [weather] });
    expect(deltas.map((choice) => choice?.delta)).toEqual([
      { role: 'assistant', content: null, refusal: null },
      {
        tool_calls: [
          {
            index: 0,
            id: expect.stringMatching(/^call_/),
            type: 'function',
            function: { name: 'get_weather', arguments: '' },
          },
        ],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ' "Paris"}' } }] },
      {},
    ]);
    expect(deltas.at(-1)?.finish_reason).toBe('tool_calls');
  });

  test('may say something first and call several', async () => {
    const choice = await answerOf(['Let me look.', called, called], { tools: [weather] });
    expect(choice.message.content).toBe('Let me look.');
    const ids = choice.message.tool_calls.map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('begins like any other where it says something first', async () => {
    const [first, second] = await deltasOf(['Hi'], { tools: [weather] });
    expect(first?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(second?.delta).toEqual({ content: 'Hi' });
  });

  test('is cut off by the token limit like any other', async () => {
    const choice = await answerOf([called], { tools: [weather], max_tokens: 1 });
    expect(choice.finish_reason).toBe('length');
  });

  test('gives a custom tool the text alone', async () => {
    const reply = [{ call: 'shell', arguments: { input: 'echo "a b"\nls' } }];
    const choice = await answerOf(reply, { tools: [shell] });
    expect(choice.message.tool_calls[0]).toMatchObject({
      type: 'custom',
      custom: { name: 'shell', input: 'echo "a b"\nls' },
    });
    const deltas = await deltasOf(reply, { tools: [shell] });
    const calls = deltas.flatMap(
      (delta) =>
        (delta?.delta['tool_calls'] ?? []) as {
          type?: string;
          custom: { input: string };
        }[],
    );
    expect(calls[0]).toMatchObject({
      type: 'custom',
      custom: { name: 'shell', input: '' },
    });
    expect(calls.map(({ custom }) => custom.input).join('')).toBe('echo "a b"\nls');
  });
});

describe('what the engine is asked', () => {
  test('is all the tools', async () => {
    expect(
      await promptOf({ tools: [weather, shell], parallel_tool_calls: false }),
    ).toMatchObject({
      tools: [
        weather.function,
        {
          name: 'shell',
          parameters: { properties: { input: { type: 'string' } }, required: ['input'] },
        },
      ],
      toolChoice: 'auto',
      parallelToolCalls: false,
    });
  });

  test.each<[string, unknown, string, string[]]>([
    ['none', 'none', 'none', ['get_weather', 'shell']],
    ['required', 'required', 'required', ['get_weather', 'shell']],
    [
      'a function',
      { type: 'function', function: { name: 'get_weather' } },
      'required',
      ['get_weather'],
    ],
    [
      'a custom tool',
      { type: 'custom', custom: { name: 'shell' } },
      'required',
      ['shell'],
    ],
    ['some of them', some('auto', ['get_weather']), 'auto', ['get_weather']],
    ['one of some', some('required', ['get_weather']), 'required', ['get_weather']],
    ['none of them', some('auto', []), 'none', []],
  ])('is the choice of %s', async (_name, tool_choice, toolChoice, allowed) => {
    const prompt = await promptOf({ tools: [weather, shell], tool_choice });
    expect(prompt).toMatchObject({
      tools: [{ name: 'get_weather' }, { name: 'shell' }],
      toolChoice,
    });
    const tools = prompt?.kind === 'chat' ? (prompt.tools ?? []) : [];
    const callable = tools.filter(({ isAllowed = true }) => isAllowed);
    expect(callable.map(({ name }) => name)).toEqual(allowed);
  });
});

describe('a request with tools is refused', () => {
  test.each<[string, object, string]>([
    ['twice the same name', { tools: [weather, weather] }, 'tools[1].function.name'],
    [
      'a name that no grammar could hold',
      { tools: [{ type: 'function', function: { name: 'a" | root' } }] },
      'tools[0].function.name',
    ],
    [
      'a call that is asked for of no tool',
      {
        tools: [weather],
        tool_choice: some('required', []),
      },
      'tool_choice',
    ],
    [
      'a choice that is not offered',
      { tools: [weather], tool_choice: { type: 'function', function: { name: 'x' } } },
      'tool_choice',
    ],
    [
      'a call that was never answered',
      {
        messages: [
          { role: 'user', content: 'Hi' },
          {
            role: 'assistant',
            tool_calls: [
              { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } },
            ],
          },
          { role: 'user', content: 'And?' },
        ],
      },
      'messages',
    ],
    ['a choice without tools', { tool_choice: 'required' }, 'tool_choice'],
    [
      'a regular expression that cannot be enforced',
      withPattern(String.raw`(a)\1`),
      'tools[0].custom.format.grammar.definition',
    ],
    [
      'a strict tool whose schema leaves properties open',
      withParameters({ type: 'object', properties: {} }, true),
      'tools[0].function.parameters',
    ],
    [
      'arguments that are no object',
      withParameters({ type: 'string' }),
      'tools[0].function.parameters',
    ],
    [
      'an unknown type',
      withParameters({ type: 'object', properties: { x: { type: 'thing' } } }),
      'tools[0].function.parameters',
    ],
    [
      'bounds that cross',
      withParameters({
        type: 'object',
        properties: { x: { minLength: 10, maxLength: 5 } },
      }),
      'tools[0].function.parameters',
    ],
  ])('for %s', async (_name, changes, param) => {
    const { response } = await ask(['Hi'], changes);
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({ type: 'invalid_request_error', param });
  });

  test('by a model that would not see them, in the words of every wire', async () => {
    const { server } = await createTestServer({ engine: { model: plainModel } });
    const chat = await server.inject(chatRequest({ tools: [weather] }));
    expect(chat.json().error.code).toBe('unsupported_parameter');
    const messages = await server.inject(
      messagesRequest({ tools: [{ name: 'f', input_schema: { type: 'object' } }] }),
    );
    expect(messages.json().error.message).toBe(
      'tools: This model does not support tools.',
    );
    const responses = await server.inject({
      method: 'POST',
      url: '/v1/responses',
      payload: { model: 'tiny', input: 'Hi', tools: [{ type: 'function', name: 'f' }] },
    });
    expect(responses.json().error.code).toBe('unsupported_parameter');
  });
});

describe('what a model thinks', () => {
  const thoughtful: FakePart[] = [{ reasoning: 'Well then.' }, 'Hello.'];

  test('stands apart from what it says', async () => {
    const { message } = await answerOf(thoughtful, {});
    expect(message).toMatchObject({ reasoning_content: 'Well then.', content: 'Hello.' });
    const deltas = await deltasOf(thoughtful, {});
    expect(deltas.map((choice) => choice?.delta)).toEqual([
      { role: 'assistant', content: '', refusal: null },
      { reasoning_content: 'Well' },
      { reasoning_content: ' then.' },
      { content: 'Hello.' },
      {},
    ]);
  });

  test('stands in the field that was configured', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => thoughtful },
      config: { reasoningField: 'reasoning' },
    });
    const { message } = (await server.inject(chatRequest())).json().choices[0];
    expect(message).toMatchObject({ reasoning: 'Well then.', content: 'Hello.' });
    expect(message).not.toHaveProperty('reasoning_content');
  });

  test('is left in the content if the client wants it so', async () => {
    const { engine } = await ask(['Hi'], { reasoning_format: 'none' });
    expect(engine.requests[0]?.prompt).toMatchObject({ separatesReasoning: false });
  });
});
