import { Ajv } from 'ajv';
import { ChatCompletion } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const isChatCompletion = new Ajv({ strict: false }).compile(ChatCompletion);

describe('a chat completion', () => {
  test('has the form of the wire', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => 'It is Paris.' },
    });
    const response = await server.inject(chatRequest());
    expect(response.statusCode).toBe(200);
    const completion = response.json();
    expect(isChatCompletion(completion)).toBe(true);
    expect(completion).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-\w{29}$/),
      object: 'chat.completion',
      model: 'tiny',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'It is Paris.',
            refusal: null,
            annotations: [],
          },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
  });

  test('gives the engine what the client asked for', async () => {
    const { server, engine } = await createTestServer();
    await server.inject(
      chatRequest({
        messages: [
          { role: 'developer', content: 'Be brief.' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'a' },
              { type: 'text', text: 'b' },
            ],
          },
        ],
        n: 2,
        max_completion_tokens: 5,
        temperature: 0.5,
        top_p: 0.9,
        top_k: -1,
        min_p: 0.1,
        repeat_penalty: 1.1,
        seed: 7,
        logit_bias: { '42': -100 },
        stop: ['x', ''],
        logprobs: true,
        reasoning_effort: 'none',
        chat_template_kwargs: { custom: true },
      }),
    );
    expect(engine.requests).toEqual([
      {
        prompt: {
          kind: 'chat',
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'ab' },
          ],
          templateKwargs: {
            reasoning_effort: 'none',
            enable_thinking: false,
            custom: true,
          },
        },
        numChoices: 2,
        maxTokens: 5,
        sampling: {
          temperature: 0.5,
          topP: 0.9,
          topK: 0,
          minP: 0.1,
          repetitionPenalty: 1.1,
          seed: 7,
          logitBias: new Map([[42, -100]]),
        },
        stop: ['x'],
        numLogprobs: 0,
      },
    ]);
  });

  test('counts the prompt once for all choices', async () => {
    const { server } = await createTestServer({
      engine: { reply: (_, choice) => `${choice}` },
    });
    const { choices, usage } = (await server.inject(chatRequest({ n: 3 }))).json();
    expect(choices.map((choice: any) => choice.message.content)).toEqual(['0', '1', '2']);
    expect(usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 6 });
  });

  test('carries log probabilities with the bytes of each token', async () => {
    const { server } = await createTestServer({ engine: { reply: () => ['Hé'] } });
    const response = await server.inject(
      chatRequest({ logprobs: true, top_logprobs: 1 }),
    );
    const token = { token: 'Hé', logprob: -0.25, bytes: [72, 195, 169] };
    expect(response.json().choices[0].logprobs).toEqual({
      content: [{ ...token, top_logprobs: [token] }],
      refusal: null,
    });
  });

  test('stops before a stop text and says so', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => 'one two three' },
    });
    const [choice] = (await server.inject(chatRequest({ stop: ' tw' }))).json().choices;
    expect(choice).toMatchObject({ message: { content: 'one' }, finish_reason: 'stop' });
  });

  test('cut at its limit says so', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => 'one two three' },
    });
    const [choice] = (await server.inject(chatRequest({ max_tokens: 2 }))).json().choices;
    expect(choice).toMatchObject({
      message: { content: 'one two' },
      finish_reason: 'length',
    });
  });

  test('takes an earlier answer back as it was given', async () => {
    const { server } = await createTestServer();
    const { message } = (await server.inject(chatRequest())).json().choices[0];
    const user = { role: 'user', content: 'Hi' };
    const response = await server.inject(
      chatRequest({ messages: [user, message, user] }),
    );
    expect(response.statusCode).toBe(200);
  });

  test('reads tool calls and their results as history', async () => {
    const { server, engine } = await createTestServer();
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: 'f', arguments: '{}' },
    };
    await server.inject(
      chatRequest({
        messages: [
          { role: 'user', content: 'Hi' },
          { role: 'assistant', content: null, tool_calls: [call] },
          { role: 'tool', tool_call_id: 'call_1', content: '42' },
        ],
      }),
    );
    expect(engine.requests[0]?.prompt).toMatchObject({
      messages: [
        { role: 'user' },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'call_1', name: 'f', arguments: '{}' }],
        },
        { role: 'tool', content: '42', toolCallId: 'call_1', toolName: 'f' },
      ],
    });
  });

  test.each<[string, object, string]>([
    ['an image', { role: 'user', content: [imagePart()] }, 'messages[0]'],
    ['a tool result without its call', toolResult(), 'messages[0].tool_call_id'],
    ['an assistant message with nothing in it', { role: 'assistant' }, 'messages[0]'],
  ])('cannot follow %s', async (_name, message, param) => {
    const { server } = await createTestServer();
    const response = await server.inject(chatRequest({ messages: [message] }));
    expect(response.statusCode).toBe(400);
    expect(response.json().error).toMatchObject({ param, code: 'invalid_value' });
  });

  test('of an unknown model is refused with 404', async () => {
    const { server } = await createTestServer();
    const response = await server.inject(chatRequest({ model: 'gpt-5' }));
    expect(response.statusCode).toBe(404);
    expect(response.json().error).toEqual({
      message: 'The model `gpt-5` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: null,
      code: 'model_not_found',
    });
  });

  test('is answered without the version prefix too', async () => {
    const { server } = await createTestServer();
    const response = await server.inject({ ...chatRequest(), url: '/chat/completions' });
    expect(response.statusCode).toBe(200);
  });

  test('has the headers of the wire', async () => {
    const { server } = await createTestServer();
    const { headers } = await server.inject(chatRequest());
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/),
      'openai-version': '2020-10-01',
      'openai-processing-ms': expect.stringMatching(/^\d+$/),
    });
  });

  test("keeps a client's request id if it is well-formed", async () => {
    const { server } = await createTestServer();
    for (const [given, expected] of [
      ['trace-7', 'trace-7'],
      ['two words', expect.stringMatching(/^req_/)],
      ['x'.repeat(200), expect.stringMatching(/^req_/)],
    ]) {
      const headers = { 'x-request-id': given as string };
      const response = await server.inject({ ...chatRequest(), headers });
      expect(response.headers['x-request-id']).toEqual(expected);
    }
  });
});

function imagePart() {
  return { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
}

function toolResult() {
  return { role: 'tool', tool_call_id: 'call_9', content: '42' };
}
