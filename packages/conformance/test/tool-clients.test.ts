// What the helpers of official clients make of an answer that calls tools.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import Anthropic from '@anthropic-ai/sdk';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { FakeEngine, type FakePart } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { jsonSchema, stepCountIs, streamText, tool } from 'ai';
import OpenAI, { BadRequestError } from 'openai';
import { afterAll, describe, expect, test } from 'vitest';

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;

/** Calls the weather of two cities, and says what came of it once it knows. */
const engine = new FakeEngine({
  reply: ({ prompt }): readonly FakePart[] => {
    const messages = prompt.kind === 'chat' ? prompt.messages : [];
    const results = messages.flatMap(({ role, content }) =>
      role === 'tool' && typeof content === 'string' ? [content] : [],
    );
    if (results.length > 0) return [results.join(', ')];
    return [
      { reasoning: 'I have to look it up.' },
      { call: 'get_weather', arguments: '{"city": "Zürich"}' },
      { call: 'get_weather', arguments: '{"city": "Rome"}' },
    ];
  },
});
const server = await buildServer({ engine, config: { model: { id: 'tiny' } } });
const url = await server.listen({ host: '127.0.0.1', port: 0 });
afterAll(() => server.close());

const messages = [{ role: 'user' as const, content: 'Weather?' }];
const getWeather = async ({ city }: { city: string }) => `sunny in ${city}`;
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none' });
const openaiTool = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters },
};

const functions = [{ name: 'get_weather', parameters }];

/** What the engine is asked if the model is to call this function. */
async function promptFor(choice: 'none' | { name: string }) {
  await openai.chat.completions.create({
    model: 'tiny',
    messages,
    functions: [...functions, { name: 'other' }],
    function_call: choice,
  });
  return engine.requests.at(-1)?.prompt;
}

describe('the openai client, with functions in the place of tools', () => {
  test('gets one call and nothing that it does not know', async () => {
    const { choices } = await openai.chat.completions.create({
      model: 'tiny',
      messages,
      functions,
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: {
        content: null,
        function_call: { name: 'get_weather', arguments: '{"city": "Zürich"}' },
      },
    });
    expect(choices[0]?.message).not.toHaveProperty('tool_calls');
  });

  test('streams the call', async () => {
    const stream = openai.chat.completions.stream({ model: 'tiny', messages, functions });
    const { choices } = await stream.finalChatCompletion();
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: {
        function_call: { name: 'get_weather', arguments: '{"city": "Zürich"}' },
      },
    });
  });

  test('gives the result back as a function’s', async () => {
    const call = { name: 'get_weather', arguments: '{"city": "Rome"}' };
    const { choices } = await openai.chat.completions.create({
      model: 'tiny',
      functions,
      messages: [
        ...messages,
        { role: 'assistant', content: null, function_call: call },
        { role: 'function', name: 'get_weather', content: 'sunny' },
      ],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'sunny' },
    });
  });

  test.each([
    ['a function that is not there', { functions, function_call: { name: 'other' } }],
    ['a call without functions', { function_call: { name: 'get_weather' } }],
    ['tools as well', { functions, tools: [openaiTool] }],
  ])('is refused with %s', async (_name, fields) => {
    const asked = openai.chat.completions.create({ model: 'tiny', messages, ...fields });
    await expect(asked).rejects.toThrow(BadRequestError);
  });

  test('may have the model call one of them, or none', async () => {
    expect(await promptFor({ name: 'other' })).toMatchObject({
      tools: [{ name: 'get_weather', isAllowed: false }, { name: 'other' }],
      toolChoice: 'required',
    });
    expect(await promptFor('none')).toMatchObject({ toolChoice: 'none' });
  });
});

describe('the openai client', () => {
  test('streams tool events', async () => {
    const fragments: string[] = [];
    const done: unknown[] = [];
    const stream = openai.chat.completions
      .stream({ model: 'tiny', messages, tools: [openaiTool] })
      .on('tool_calls.function.arguments.delta', ({ arguments_delta: delta }) => {
        fragments.push(delta);
      })
      .on('tool_calls.function.arguments.done', ({ name, arguments: json, index }) => {
        done.push([index, name, json]);
      });
    const completion = await stream.finalChatCompletion();
    expect(done).toEqual([
      [0, 'get_weather', '{"city": "Zürich"}'],
      [1, 'get_weather', '{"city": "Rome"}'],
    ]);
    expect(fragments.join('')).toBe('{"city": "Zürich"}{"city": "Rome"}');
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.choices[0]?.message.tool_calls).toHaveLength(2);
  });

  test.each([true, false])('runs tools, with stream: %s', async (stream) => {
    const common = {
      model: 'tiny',
      messages,
      tools: [
        {
          type: 'function' as const,
          function: {
            name: 'get_weather',
            description: 'Weather of a place',
            parse: (json: string) => JSON.parse(json) as { city: string },
            function: getWeather,
            parameters: { ...parameters, required: [...parameters.required] },
          },
        },
      ],
    };
    const runner = stream
      ? openai.chat.completions.runTools({ ...common, stream: true })
      : openai.chat.completions.runTools(common);
    expect(await runner.finalContent()).toBe('sunny in Zürich, sunny in Rome');
  });

  test('streams the calls of a response', async () => {
    const stream = openai.responses.stream({
      model: 'tiny',
      input: 'Weather?',
      tools: [{ type: 'function', name: 'get_weather', parameters, strict: false }],
    });
    const response = await stream.finalResponse();
    expect(response.output.map(({ type }) => type)).toEqual([
      'reasoning',
      'function_call',
      'function_call',
    ]);
  });
});

describe('the ai package', () => {
  const chat = createOpenAI({ baseURL: `${url}/v1`, apiKey: 'none' });
  const compatible = createOpenAICompatible({ name: 'samewire', baseURL: `${url}/v1` });

  test.each([
    ['chat completions', chat.chat('tiny')],
    ['responses', chat.responses('tiny')],
    ['an OpenAI-compatible server', compatible('tiny')],
  ])('streams text after tools of %s', async (_name, model) => {
    const { text, steps } = streamText({
      model,
      prompt: 'Weather?',
      stopWhen: stepCountIs(3),
      tools: {
        get_weather: tool({
          description: 'Weather of a place',
          inputSchema: jsonSchema<{ city: string }>({
            ...parameters,
            required: ['city'],
          }),
          execute: getWeather,
        }),
      },
    });
    expect(await text).toBe('sunny in Zürich, sunny in Rome');
    expect((await steps)[0]?.toolCalls.map(({ input }) => input)).toEqual([
      { city: 'Zürich' },
      { city: 'Rome' },
    ]);
  });

  test('finds reasoning in the field of DeepSeek', async () => {
    const { reasoningText } = streamText({
      model: compatible('tiny'),
      prompt: 'Weather?',
    });
    expect(await reasoningText).toBe('I have to look it up.');
  });
});

test('the Anthropic client streams blocks of thinking and of tools', async () => {
  const client = new Anthropic({ baseURL: url, apiKey: 'none' });
  const pieces: string[] = [];
  const message = await client.messages
    .stream({
      model: 'tiny',
      max_tokens: 64,
      messages,
      tools: [
        { name: 'get_weather', input_schema: { ...parameters, required: ['city'] } },
      ],
    })
    .on('inputJson', (piece) => pieces.push(piece))
    .finalMessage();
  expect(message.content).toMatchObject([
    { type: 'thinking', thinking: 'I have to look it up.' },
    { type: 'tool_use', name: 'get_weather', input: { city: 'Zürich' } },
    { type: 'tool_use', name: 'get_weather', input: { city: 'Rome' } },
  ]);
  expect(message.stop_reason).toBe('tool_use');
  expect(pieces.join('')).toBe('{"city": "Zürich"}{"city": "Rome"}');
});

const python = process.env['SAMEWIRE_PYTHON'] ?? 'python3';
const hasClient = spawnSync(python, ['-c', 'import openai']).status === 0;
const note = hasClient ? '' : ' (skipped: no Python with openai, see SAMEWIRE_PYTHON)';

test.skipIf(!hasClient)(`the Python client streams tool events${note}`, async () => {
  const script = fileURLToPath(new URL('python/stream_tools.py', import.meta.url));
  const { promise, resolve } = Promise.withResolvers<string>();
  const { execFile } = await import('node:child_process');
  execFile(python, [script, `${url}/v1`], (_error, stdout, stderr) =>
    resolve(stdout + stderr),
  );
  expect(JSON.parse(await promise)).toEqual({
    done: [
      ['get_weather', '{"city": "Zürich"}'],
      ['get_weather', '{"city": "Rome"}'],
    ],
    finish_reason: 'tool_calls',
  });
});
