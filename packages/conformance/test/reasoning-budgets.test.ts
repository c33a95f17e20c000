// The demo model thinks where it is asked to. What it thinks is its own affair; how long is not.

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, expect, test } from 'vitest';
import { startSamewire } from './support/start-samewire.ts';

const server = await startSamewire();
afterAll(() => server.stop());
const { baseUrl: baseURL, model } = server;
const openai = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: new URL(baseURL).origin, apiKey: 'none' });

const messages = [{ role: 'user' as const, content: 'What is 17 plus 25?' }];
const question = {
  model,
  messages,
  reasoning_effort: 'high' as const,
  temperature: 0,
  max_tokens: 200,
};

interface Thoughtful {
  readonly reasoning_content?: string;
}

async function ask(fields: object = {}) {
  const { choices, usage } = await openai.chat.completions.create({
    ...question,
    ...fields,
  });
  const message = choices[0]?.message as OpenAI.ChatCompletionMessage & Thoughtful;
  return {
    reasoning: message.reasoning_content ?? '',
    content: message.content ?? '',
    finishReason: choices[0]?.finish_reason,
    numReasoning: usage?.completion_tokens_details?.reasoning_tokens ?? 0,
    numGenerated: usage?.completion_tokens ?? 0,
    logprobs: choices[0]?.logprobs?.content ?? [],
  };
}

test('a model that thinks says how many tokens it thought', async () => {
  const { reasoning, content, numReasoning, numGenerated } = await ask();
  expect(reasoning).not.toBe('');
  expect(content).not.toBe('');
  expect(numReasoning).toBeGreaterThan(4);
  expect(numReasoning).toBeLessThan(numGenerated);
});

test('one that does not think says none', async () => {
  expect(await ask({ reasoning_effort: 'none' })).toMatchObject({
    reasoning: '',
    numReasoning: 0,
  });
});

test('thinking ends where its budget does, and the answer follows', async () => {
  const free = await ask();
  const { reasoning, content, finishReason, numReasoning } = await ask({
    reasoning_budget_tokens: 4,
  });
  expect(numReasoning).toBe(4);
  expect(reasoning).not.toBe('');
  expect(free.reasoning.startsWith(reasoning)).toBe(true);
  expect(content).not.toBe('');
  expect(content).not.toContain('think>');
  expect(finishReason).toBe('stop');
});

test('a stream thinks no longer', async () => {
  const request = {
    ...question,
    thinking_budget_tokens: 4,
    n: 2,
    stream: true as const,
    stream_options: { include_usage: true },
  };
  const stream = await openai.chat.completions.create(request);
  const contents = ['', ''];
  let numReasoning: number | undefined;
  for await (const { choices, usage } of stream) {
    for (const { index, delta } of choices) contents[index] += delta.content ?? '';
    numReasoning ??= usage?.completion_tokens_details?.reasoning_tokens;
  }
  expect(numReasoning).toBe(8);
  expect(contents).not.toContain('');
});

test('without a budget for it there is no thinking, and nothing of it is shown', async () => {
  expect(await ask({ reasoning_budget_tokens: 0 })).toMatchObject({
    reasoning: '',
    numReasoning: 0,
    finishReason: 'stop',
  });
  const insisting = { chat_template_kwargs: { enable_thinking: true } };
  const closed = await ask({ reasoning_budget_tokens: 0, ...insisting });
  expect(closed).toMatchObject({ reasoning: '', numReasoning: 0 });
  expect(closed.content).not.toBe('');
});

test('a message is the last thought', async () => {
  const { reasoning, content } = await ask({
    reasoning_budget_tokens: 4,
    reasoning_budget_message: ' That will do.',
  });
  expect(reasoning).toMatch(/That will do\.\s*$/);
  expect(content).not.toBe('');
});

test('what is answered behind keeps to its schema', async () => {
  const { content, numReasoning } = await ask({
    thinking_token_budget: 4,
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'sum',
        strict: true,
        schema: {
          type: 'object',
          properties: { sum: { type: 'integer' } },
          required: ['sum'],
          additionalProperties: false,
        },
      },
    },
  });
  expect(numReasoning).toBeLessThanOrEqual(4);
  expect(JSON.parse(content)).toEqual({ sum: expect.any(Number) });
});

test('forced tokens come with the log probabilities that the model gave them', async () => {
  const { logprobs } = await ask({ reasoning_budget_tokens: 4, logprobs: true });
  const end = logprobs.find(({ token }) => token.includes('/think'));
  expect(end?.logprob).toBeLessThan(0);
});

test('a response thinks no longer than it may', async () => {
  const request = {
    model,
    input: 'What is 17 plus 25?',
    reasoning: { effort: 'high' as const },
    temperature: 0,
    reasoning_budget_tokens: 4,
  };
  const response = await openai.responses.create(request);
  expect(response.usage?.output_tokens_details.reasoning_tokens).toBe(4);
  expect(response.output_text).not.toBe('');
});

test("Anthropic's client gets thinking, its tokens, and an answer", async () => {
  const { content, usage } = await anthropic.messages.create({
    model,
    max_tokens: 1200,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    messages,
  });
  expect(content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  expect(usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
});
