import { describe, expect, test } from 'vitest';
import {
  chatRequest,
  completionRequest,
  createTestServer,
  messagesRequest,
} from '../support/test-server.ts';

const strict = await createTestServer();
const lenient = await createTestServer({ config: { profile: 'lenient' } });

/** What the strict server says, and what the lenient one's engine is asked for. */
async function askBoth(request: ReturnType<typeof chatRequest>) {
  const refusal = await strict.server.inject(request);
  const answer = await lenient.server.inject(request);
  return {
    status: refusal.statusCode,
    code: refusal.json().error?.code,
    answer,
    asked: lenient.engine.requests.at(-1),
  };
}

describe('a request that strict refuses and lenient takes', () => {
  test.each<[string, object, string | null, object]>([
    ['has an unknown field', { bogus: 1 }, 'unknown_parameter', {}],
    [
      'has an unknown field inside',
      { messages: [{ role: 'user', content: 'Hi', bogus: 1 }] },
      'unknown_parameter',
      { prompt: { kind: 'chat', messages: [{ role: 'user', content: 'Hi' }] } },
    ],
    [
      'has a field called __proto__',
      JSON.parse('{"__proto__":{"temperature":1}}'),
      'unknown_parameter',
      { sampling: {} },
    ],
    [
      'calls schemas strict that do not follow the rules for these',
      {
        tools: [
          {
            type: 'function',
            function: { name: 'f', strict: true, parameters: { foo: 'bar' } },
          },
        ],
      },
      'invalid_function_parameters',
      { prompt: { tools: [{ name: 'f' }] } },
    ],
    [
      'has too high a temperature',
      { temperature: 9 },
      'decimal_above_max_value',
      { sampling: { temperature: 2 } },
    ],
    ['asks for no answers', { n: 0 }, 'integer_below_min_value', { numChoices: 1 }],
    ['asks for part of a token', { max_tokens: 2.7 }, 'invalid_type', { maxTokens: 2 }],
    [
      'gives both token limits',
      { max_tokens: 5, max_completion_tokens: 7 },
      'invalid_parameter_combination',
      { maxTokens: 7 },
    ],
    ['wants alternatives but no probabilities', { top_logprobs: 3 }, null, {}],
    [
      'has options of a stream that is none',
      { stream_options: { include_usage: true } },
      null,
      {},
    ],
    [
      'has biases out of bounds',
      { logit_bias: { 7: 500 } },
      'decimal_above_max_value',
      { sampling: { logitBias: new Map([[7, 100]]) } },
    ],
    ['names another model', { model: 'gpt-4o' }, 'model_not_found', {}],
    ['biases what is no token', { logit_bias: { foo: 1 } }, 'invalid_value', {}],
    ['wants what it cannot have', { web_search_options: {} }, null, {}],
    ['names no model', { model: undefined }, null, {}],
    ['names nothing as its model', { model: null }, null, {}],
  ])('%s', async (_name, changes, code, expected) => {
    const both = await askBoth(chatRequest(changes));
    expect(both.status).toBeGreaterThanOrEqual(400);
    expect(both.code).toBe(code);
    expect(both.answer.statusCode).toBe(200);
    expect(both.answer.json().model).toBe('tiny');
    expect(both.asked).toMatchObject(expected);
  });

  test('says -1 for as many tokens as there may be', async () => {
    const { status, asked } = await askBoth(chatRequest({ max_tokens: -1 }));
    expect(status).toBe(400);
    expect(asked).not.toHaveProperty('maxTokens');
  });

  test('ranks fewer answers than it wants', async () => {
    const { status, asked } = await askBoth(completionRequest({ best_of: 1, n: 2 }));
    expect(status).toBe(400);
    expect(asked?.numChoices).toBe(2);
  });

  test("is of Anthropic's form, without a version", async () => {
    const both = await askBoth({
      ...messagesRequest({ temperature: 7, top_k: -5, zzz: 1, model: 'claude' }),
      headers: {},
    });
    expect(both.status).toBe(400);
    expect(both.answer.statusCode).toBe(200);
    expect(both.asked?.sampling).toEqual({ temperature: 1, topK: 0 });
  });

  test('asks for a page of no length', async () => {
    const url = '/v1/chat/completions?limit=0';
    expect((await strict.server.inject({ url })).statusCode).toBe(400);
    expect((await lenient.server.inject({ url })).statusCode).toBe(200);
  });
});

describe('an answer of the lenient profile', () => {
  test('names the fields that it does not do as asked', async () => {
    const both = await askBoth(
      chatRequest({ moderation: { model: 'm' }, modalities: ['text'], audio: {} }),
    );
    expect(both.answer.headers['x-samewire-ignored']).toBe('moderation, audio');
    const plain = await lenient.server.inject(chatRequest());
    expect(plain.headers).not.toHaveProperty('x-samewire-ignored');
  });

  test('is there for a response that has nothing to read', async () => {
    const payload = { previous_response_id: undefined };
    const request = { method: 'POST' as const, url: '/v1/responses', payload };
    expect((await strict.server.inject(request)).statusCode).toBe(400);
    const answer = await lenient.server.inject(request);
    expect(answer.json().status).toBe('completed');
    expect(lenient.engine.requests.at(-1)?.prompt).toMatchObject({
      messages: [{ role: 'user', content: '' }],
    });
  });

  test('keeps the probabilities that a response was asked for', async () => {
    const answer = await lenient.server.inject({
      method: 'POST',
      url: '/v1/responses',
      payload: {
        input: 'Hi',
        include: ['message.output_text.logprobs'],
        top_logprobs: 2,
      },
    });
    expect(answer.json().output[0].content[0].logprobs[0].top_logprobs).toHaveLength(2);
  });
});

describe('a request that both refuse', () => {
  test.each<[string, object, string]>([
    ['has a text for a number', { temperature: 'hot' }, 'temperature'],
    ['has no messages', { messages: undefined }, 'messages'],
    ['has a role that nobody knows', { messages: [{ role: 'x' }] }, 'messages[0].role'],
  ])('%s', async (_name, changes, param) => {
    for (const { server } of [strict, lenient]) {
      const response = await server.inject(chatRequest(changes));
      expect(response.statusCode).toBe(400);
      expect(response.json().error.param).toBe(param);
    }
  });
});

test('a request that is right in every way is answered alike by both', async () => {
  const request = chatRequest({ temperature: 0.5, max_tokens: 3, seed: 1 });
  await strict.server.inject(request);
  await lenient.server.inject(request);
  expect(lenient.engine.requests.at(-1)).toEqual(strict.engine.requests.at(-1));
});
