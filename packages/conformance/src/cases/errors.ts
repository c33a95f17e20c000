import assert from 'node:assert/strict';
import { APIError, AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import { type ConformanceCase, openaiClient, question } from '../conformance-case.ts';

/** An error that has all that the client promises of one. */
async function errorOf(answer: Promise<unknown>): Promise<APIError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof APIError, 'the request fails with an API error');
  assert.ok(error.message.length > 0);
  assert.ok(error.requestID, 'the answer has a request id');
  return error;
}

export const errorCases: readonly ConformanceCase[] = [
  {
    name: 'refuses an unknown field by name',
    run: async (target) => {
      const body = { ...question(target), bogus_field: 1 };
      const error = await errorOf(openaiClient(target).chat.completions.create(body));
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.type, 'invalid_request_error');
      assert.equal(error.code, 'unknown_parameter');
      assert.equal(error.param, 'bogus_field');
    },
  },
  {
    name: 'refuses a value out of bounds and says where',
    run: async (target) => {
      const body = { ...question(target), temperature: 3 };
      const error = await errorOf(openaiClient(target).chat.completions.create(body));
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.code, 'decimal_above_max_value');
      assert.equal(error.param, 'temperature');
    },
  },
  {
    name: 'refuses a fault deep in a message with its path',
    run: async (target) => {
      const messages = [{ role: 'nobody', content: 'Hi' }];
      const answer = openaiClient(target).post('/chat/completions', {
        body: { ...question(target), messages },
      });
      const error = await errorOf(answer);
      assert.equal(error.code, 'invalid_value');
      assert.equal(error.param, 'messages[0].role');
    },
  },
  {
    name: 'refuses an unknown model with 404',
    run: async (target) => {
      const body = { ...question(target), model: 'no-such-model' };
      for (const stream of [false, true]) {
        const answer = openaiClient(target).chat.completions.create({ ...body, stream });
        const error = await errorOf(answer);
        assert.ok(error instanceof NotFoundError);
        assert.equal(error.code, 'model_not_found');
      }
    },
  },
  {
    name: 'refuses a conversation over the context length before it streams',
    run: async (target) => {
      const content = 'word '.repeat(2_000_000);
      const answer = openaiClient(target).chat.completions.create({
        ...question(target),
        messages: [{ role: 'user', content }],
        stream: true,
      });
      const error = await errorOf(answer);
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.code, 'context_length_exceeded');
      assert.equal(error.param, 'messages');
    },
  },
  {
    name: 'answers an unknown path with 404',
    run: async (target) => {
      const error = await errorOf(openaiClient(target).get('/no/such/path'));
      assert.ok(error instanceof NotFoundError);
    },
  },
  {
    name: 'refuses a wrong key, where one is needed',
    run: async (target) => {
      if (target.apiKey === undefined) return;
      const stranger = openaiClient({ ...target, apiKey: 'sk-wrong-0123456789' });
      const error = await errorOf(stranger.chat.completions.create(question(target)));
      assert.ok(error instanceof AuthenticationError);
      assert.equal(error.code, 'invalid_api_key');
    },
  },
];
