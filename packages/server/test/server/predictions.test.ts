import { describe, expect, test } from 'vitest';
import { chatRequest, createTestServer } from '../support/test-server.ts';

const code = 'const a = 1;';
const prediction = { type: 'content', content: code };

describe('a prediction', () => {
  test('is given to the engine as text, whole or in parts', async () => {
    const { server, engine } = await createTestServer();
    const parts = [
      { type: 'text', text: 'const a' },
      { type: 'text', text: ' = 1;' },
    ];
    for (const content of [code, parts]) {
      const answer = await server.inject(
        chatRequest({ prediction: { type: 'content', content } }),
      );
      expect(answer.statusCode).toBe(200);
      expect(engine.requests.at(-1)?.prediction).toBe(code);
    }
  });

  test('that is empty or null is none', async () => {
    const { server, engine } = await createTestServer();
    for (const nothing of [null, { type: 'content', content: '' }]) {
      await server.inject(chatRequest({ prediction: nothing }));
      expect(engine.requests.at(-1)).not.toHaveProperty('prediction');
    }
  });

  test('is counted by what of it the answer has', async () => {
    const { server } = await createTestServer({
      engine: { reply: () => 'const a = 2;' },
    });
    const { usage } = (await server.inject(chatRequest({ prediction }))).json();
    expect(usage.completion_tokens_details).toMatchObject({
      accepted_prediction_tokens: 3,
      rejected_prediction_tokens: 1,
    });
  });

  test.each([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }],
    ['presence_penalty', { presence_penalty: 0.5 }],
    ['frequency_penalty', { frequency_penalty: 0.5 }],
    ['max_completion_tokens', { max_completion_tokens: 9 }],
  ])('is refused beside %s, except in the lenient profile', async (name, fields) => {
    const strict = await createTestServer();
    const refused = await strict.server.inject(chatRequest({ prediction, ...fields }));
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error).toMatchObject({
      type: 'invalid_request_error',
      param: name,
      code: 'unsupported_parameter',
    });
    const lenient = await createTestServer({ config: { profile: 'lenient' } });
    const taken = await lenient.server.inject(chatRequest({ prediction, ...fields }));
    expect(taken.statusCode).toBe(200);
    expect(lenient.engine.requests[0]?.prediction).toBe(code);
  });

  test('goes with values that ask for nothing', async () => {
    const { server } = await createTestServer();
    const fields = { n: 1, logprobs: false, tools: [], presence_penalty: 0 };
    const answer = await server.inject(chatRequest({ prediction, ...fields }));
    expect(answer.statusCode).toBe(200);
  });

  test('is refused where it would be of no use, with what it would take', async () => {
    const { server, engine } = await createTestServer({
      engine: { model: { canPredict: false } },
    });
    const answer = await server.inject(chatRequest({ prediction }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error).toMatchObject({
      message: expect.stringMatching(/'prediction' is not supported .* `speculation`/),
      param: 'prediction',
      code: 'unsupported_parameter',
    });
    expect(engine.requests).toEqual([]);
  });

  test('is left out there in the lenient profile, which says so', async () => {
    const { server, engine } = await createTestServer({
      engine: { model: { canPredict: false } },
      config: { profile: 'lenient' },
    });
    const answer = await server.inject(
      chatRequest({ prediction, audio: { voice: 'alloy', format: 'wav' } }),
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['x-samewire-ignored']).toBe('audio, prediction');
    expect(engine.requests[0]).not.toHaveProperty('prediction');
  });

  test('is not named where it is taken', async () => {
    const { server } = await createTestServer({ config: { profile: 'lenient' } });
    const answer = await server.inject(chatRequest({ prediction }));
    expect(answer.headers).not.toHaveProperty('x-samewire-ignored');
  });

  test.each([
    [{ type: 'other', content: '' }, 'prediction.type'],
    [{ type: 'content' }, 'prediction.content'],
    [{ type: 'content', content: [] }, 'prediction.content'],
    [{ type: 'content', content: 7 }, 'prediction.content'],
    ['text', 'prediction'],
  ])('that is malformed is refused, with its place: %j', async (value, param) => {
    const { server } = await createTestServer();
    const answer = await server.inject(chatRequest({ prediction: value }));
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.param).toBe(param);
  });
});
