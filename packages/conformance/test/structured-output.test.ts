// What the official clients make of answers that are held to a schema, with a real model.

import Anthropic from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateObject } from 'ai';
import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSamewire } from './support/start-samewire.ts';

const server = await startSamewire();
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });

const Weather = z.object({
  city: z.enum(['Oslo', 'Lima']),
  degrees: z.int().min(-60).max(60),
  wind: z.object({ isStrong: z.boolean(), from: z.enum(['N', 'S']).nullable() }),
  hours: z.array(z.int().min(0).max(23)).max(3),
});
const messages = [
  { role: 'user' as const, content: 'How is the weather? Answer in JSON.' },
];

describe('the official client', () => {
  test('parses a chat completion into what its schema says', async () => {
    const completion = await client.chat.completions.parse({
      model,
      messages,
      response_format: zodResponseFormat(Weather, 'weather'),
    });
    const [choice] = completion.choices;
    expect(choice?.finish_reason).toBe('stop');
    expect(Weather.parse(choice?.message.parsed)).toEqual(choice?.message.parsed);
  });

  test('parses a stream of a chat completion', async () => {
    const stream = client.chat.completions.stream({
      model,
      messages,
      response_format: zodResponseFormat(Weather, 'weather'),
    });
    const completion = await stream.finalChatCompletion();
    expect(Weather.safeParse(completion.choices[0]?.message.parsed).success).toBe(true);
  });

  test('parses each of several choices', async () => {
    const { choices } = await client.chat.completions.parse({
      model,
      messages,
      n: 4,
      temperature: 1.5,
      seed: 1,
      response_format: zodResponseFormat(Weather, 'weather'),
    });
    expect(
      choices.map(({ message }) => Weather.safeParse(message.parsed).success),
    ).toEqual([true, true, true, true]);
  });

  test('parses a response into what its schema says', async () => {
    const response = await client.responses.parse({
      model,
      input: messages,
      text: { format: zodTextFormat(Weather, 'weather') },
    });
    expect(Weather.safeParse(response.output_parsed).success).toBe(true);
  });

  test('is told by the finish reason that an answer was cut off', async () => {
    const completion = client.chat.completions.parse({
      model,
      messages,
      max_tokens: 2,
      response_format: zodResponseFormat(Weather, 'weather'),
    });
    await expect(completion).rejects.toThrow('length limit was reached');
  });

  test('gets any object if it asks for one', async () => {
    const completion = await client.chat.completions.create({
      model,
      messages,
      max_tokens: 400,
      response_format: { type: 'json_object' },
    });
    const [choice] = completion.choices;
    const content = choice?.message.content ?? '';
    const isWhole = choice?.finish_reason === 'stop';
    expect(isWhole ? typeof JSON.parse(content) : content[0]).toBe(
      isWhole ? 'object' : '{',
    );
  });

  test('gets an error that names the keyword that cannot be enforced', async () => {
    const schema = { type: 'object', properties: { a: { type: 'array', contains: {} } } };
    const completion = client.chat.completions.create({
      model,
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    });
    await expect(completion).rejects.toMatchObject({
      status: 400,
      param: 'response_format',
      message: expect.stringContaining("In context=('properties', 'a'), 'contains'"),
    });
  });
});

test("Anthropic's client parses a message into what its schema says", async () => {
  // The client leaves bounds out of what it sends, and checks them all the same.
  const Wind = Weather.pick({ city: true, wind: true });
  const { origin } = new URL(baseURL);
  const message = await new Anthropic({ baseURL: origin, apiKey: 'none' }).messages.parse(
    {
      model,
      max_tokens: 200,
      messages,
      output_config: { format: zodOutputFormat(Wind) },
    },
  );
  expect(Wind.safeParse(message.parsed_output).success).toBe(true);
});

describe("Vercel's ai client", () => {
  test.each([
    ['chat completions', createOpenAI({ baseURL, apiKey: 'none' }).chat(model)],
    ['responses', createOpenAI({ baseURL, apiKey: 'none' }).responses(model)],
    [
      'any compatible server',
      createOpenAICompatible({
        name: 'samewire',
        baseURL,
        supportsStructuredOutputs: true,
      }).chatModel(model),
    ],
  ])('generates an object over %s', async (_name, languageModel) => {
    const { object } = await generateObject({
      model: languageModel,
      schema: Weather,
      prompt: 'How is the weather? Answer in JSON.',
      maxRetries: 0,
    });
    expect(Weather.safeParse(object).success).toBe(true);
  });
});
