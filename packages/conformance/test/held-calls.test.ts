// What the official clients get who ask a model for calls that it would not make by itself.

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { zodFunction } from 'openai/helpers/zod';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { builtModelPath, startSamewire } from './support/start-samewire.ts';

const server = await startSamewire(builtModelPath('random-calling'));
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const openai = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: new URL(baseURL).origin, apiKey: 'none' });

const Place = z.object({
  city: z.enum(['Oslo', 'Lima', 'Rome']),
  days: z.int().min(1).max(9),
  unit: z.enum(['C', 'F']).nullable(),
});
const messages = [{ role: 'user' as const, content: 'How is the weather?' }];
const place = { messages, model, temperature: 1.5, seed: 3, max_tokens: 600 };

test('the openai client parses the arguments of a strict tool that has to be called', async () => {
  const completion = await openai.chat.completions.parse({
    ...place,
    tools: [zodFunction({ name: 'get_weather', parameters: Place })],
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    parallel_tool_calls: false,
    reasoning_effort: 'none',
  });
  const [choice] = completion.choices;
  expect(choice?.finish_reason).toBe('tool_calls');
  const [call, ...others] = choice?.message.tool_calls ?? [];
  expect(others).toEqual([]);
  const parsed = call?.type === 'function' ? call.function.parsed_arguments : undefined;
  expect(Place.safeParse(parsed).success).toBe(true);
});

test('the openai client gets text for a custom tool that matches its expression', async () => {
  const completion = await openai.chat.completions.create({
    ...place,
    tools: [
      {
        type: 'custom',
        custom: {
          name: 'date',
          format: {
            type: 'grammar',
            grammar: { syntax: 'regex', definition: '[0-9]{4}-[01][0-9]' },
          },
        },
      },
    ],
    tool_choice: 'required',
    parallel_tool_calls: false,
    reasoning_effort: 'none',
  });
  const [call] = completion.choices[0]?.message.tool_calls ?? [];
  expect(call).toMatchObject({
    type: 'custom',
    custom: { name: 'date', input: expect.stringMatching(/^[0-9]{4}-[01][0-9]$/) },
  });
});

function only(mode: 'auto' | 'required', name: string) {
  const tools = [{ type: 'function', function: { name } }];
  return { type: 'allowed_tools' as const, allowed_tools: { mode, tools } };
}

describe('allowed tools', () => {
  const offered = ['get_weather', 'get_time'].map((name) =>
    zodFunction({ name, parameters: Place }),
  );
  const ask = (tool_choice: OpenAI.Chat.ChatCompletionToolChoiceOption) =>
    openai.chat.completions.create({
      ...place,
      tools: offered,
      tool_choice,
      parallel_tool_calls: false,
      reasoning_effort: 'none',
    });

  test.each(['get_weather', 'get_time'])(
    'are all that the openai client gets calls of: %s',
    async (name) => {
      const { choices } = await ask(only('required', name));
      const [call] = choices[0]?.message.tool_calls ?? [];
      expect(call).toMatchObject({ type: 'function', function: { name } });
    },
  );

  test('leave the prompt as it was, and what is cached of it', async () => {
    const first = await ask('auto');
    for (const choice of [only('auto', 'get_time'), only('required', 'get_weather')]) {
      const { usage } = await ask(choice);
      expect(usage?.prompt_tokens).toBe(first.usage?.prompt_tokens);
      const numCached = usage?.prompt_tokens_details?.cached_tokens;
      expect(numCached).toBe((usage?.prompt_tokens ?? 0) - 1);
    }
  });
});

test("Anthropic's client gets a tool_use block where any tool has to be used", async () => {
  const { content, stop_reason } = await anthropic.messages.create({
    model,
    max_tokens: 600,
    messages,
    thinking: { type: 'disabled' },
    tools: [
      { name: 'get_weather', input_schema: z.toJSONSchema(Place) as { type: 'object' } },
    ],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
  });
  expect(stop_reason).toBe('tool_use');
  const block = content.find(({ type }) => type === 'tool_use');
  expect(block?.type === 'tool_use' && Place.safeParse(block.input).success).toBe(true);
});
