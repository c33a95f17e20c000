import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const { server } = await createTestServer();

async function post(url: string, payload: object) {
  const response = await server.inject({ method: 'POST', url, payload });
  return { status: response.statusCode, body: response.json() };
}

const messages = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Hello world' },
];

describe('/tokenize', () => {
  test("answers a content in llama.cpp's form", async () => {
    const { status, body } = await post('/tokenize', { content: 'to be or not to be' });
    expect(status).toBe(200);
    expect(body).toEqual({ tokens: expect.any(Array) });
    expect(body.tokens).toHaveLength(6);
    expect(body.tokens[1]).toBe(body.tokens[5]);
  });

  test("answers a prompt in vLLM's form", async () => {
    const { body } = await post('/tokenize', { model: 'tiny', prompt: 'to be' });
    expect(body).toEqual({
      count: 2,
      max_model_len: 4096,
      tokens: expect.any(Array),
      token_strs: null,
    });
  });

  test('answers a conversation with the tokens of what the template makes of it', async () => {
    const chat = await post('/tokenize', { messages });
    const { body: rendered } = await post('/apply-template', { messages });
    const text = await post('/tokenize', { prompt: rendered.prompt });
    expect(chat.body).toEqual(text.body);
  });

  test.each<[string, object, { param: string | null; code: string }]>([
    ['nothing', {}, { param: 'content', code: 'missing_required_parameter' }],
    [
      'two things',
      { content: 'a', prompt: 'b' },
      { param: null, code: 'invalid_parameter_combination' },
    ],
    ['another type', { content: 5 }, { param: 'content', code: 'invalid_type' }],
    [
      'pieces asked for',
      { content: 'a', with_pieces: true },
      { param: 'with_pieces', code: 'unsupported_value' },
    ],
    [
      'another template',
      { messages, chat_template: '{{ x }}' },
      { param: 'chat_template', code: 'unsupported_parameter' },
    ],
  ])('refuses %s', async (_name, payload, expected) => {
    const { status, body } = await post('/tokenize', payload);
    expect(status).toBe(400);
    expect(body.error).toMatchObject(expected);
  });

  test('refuses another model', async () => {
    const { status } = await post('/tokenize', { model: 'other', prompt: 'a' });
    expect(status).toBe(404);
  });
});

describe('/detokenize', () => {
  test('gives back the text, under both names', async () => {
    const content = 'What is done is done.';
    const { body } = await post('/tokenize', { content });
    const { body: back } = await post('/detokenize', { tokens: body.tokens });
    expect(back).toEqual({ content, prompt: content });
  });

  test('refuses an id outside the vocabulary', async () => {
    const { status, body } = await post('/detokenize', { tokens: [0, 32_000] });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      message:
        "Invalid 'tokens[1]': integer above maximum value. Expected a value <= 31999, " +
        'but got 32000 instead.',
      param: 'tokens[1]',
      code: 'integer_above_max_value',
    });
  });
});

describe('/apply-template', () => {
  test('shows the text the model would read', async () => {
    const { body } = await post('/apply-template', { messages });
    expect(body).toEqual({
      prompt: '<system> Be kind.\n<user> Hello world\n<assistant>',
    });
  });

  test('tells faults in messages like a chat request', async () => {
    const { body } = await post('/apply-template', { messages: [{ role: 'nobody' }] });
    expect(body.error.param).toBe('messages[0].role');
  });
});

describe('counting the tokens of a chat request', () => {
  test('gives the figure that its answer reports', async () => {
    const { payload } = chatRequest({ messages });
    const counted = await server.inject({
      method: 'POST',
      url: '/v1/chat/completions/input_tokens',
      ...(payload === undefined ? {} : { payload }),
    });
    const answered = await server.inject(chatRequest({ messages }));
    expect(counted.json()).toEqual({
      object: 'response.input_tokens',
      input_tokens: answered.json().usage.prompt_tokens,
    });
  });
});
