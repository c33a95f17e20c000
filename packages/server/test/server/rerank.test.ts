import { Ajv } from 'ajv';
import { Reranking } from '@samewire/shared-types';
import { describe, expect, test } from 'vitest';
import { createTestServer, type TestServerOptions } from '../support/test-server.ts';
import { rankingModel } from '../support/vector-models.ts';

const isReranking = new Ajv({ strict: false }).compile(Reranking);

/** Scores a document by its length: -3 for an empty one. */
const engine = {
  model: rankingModel,
  vector: (document: string | Int32Array) => [document.length - 3],
};

/** Weighs yes against no. */
const weighing = { model: rankingModel, vector: () => [0.8, 0.2] };

async function ask(changes: object, options: TestServerOptions = { engine }) {
  const { server } = await createTestServer(options);
  const documents = ['abc', 'a', 'abcdefgh'];
  const payload = { model: 'tiny', query: 'Who?', documents, ...changes };
  const url = '/v1/rerank';
  const answer = await server.inject({ method: 'POST', url, payload });
  return { status: answer.statusCode, body: answer.json() };
}

describe('a reranking', () => {
  test('has the documents best first, with scores between 0 and 1', async () => {
    const { body } = await ask({});
    expect(isReranking(body)).toBe(true);
    expect(body.results).toEqual([
      { index: 2, relevance_score: expect.closeTo(0.9933) },
      { index: 0, relevance_score: 0.5 },
      { index: 1, relevance_score: expect.closeTo(0.1192) },
    ]);
    expect(body.usage).toEqual({ prompt_tokens: 6, total_tokens: 6 });
  });

  test("has the model's own scores when asked for", async () => {
    const { body } = await ask({ raw_scores: true });
    expect(
      body.results.map((result: { relevance_score: number }) => result.relevance_score),
    ).toEqual([5, 0, -2]);
  });

  test("has the probability of yes from a model that weighs it against no's", async () => {
    const { body } = await ask({}, { engine: weighing });
    expect(body.results[0].relevance_score).toBeCloseTo(0.8);
  });

  test('has only the best, and their texts, when asked for', async () => {
    const documents = [{ text: 'abcd', id: 7 }, 'ab'];
    const { body } = await ask({ documents, top_n: 1, return_documents: true });
    expect(body.results).toEqual([
      { index: 0, relevance_score: expect.any(Number), document: { text: 'abcd' } },
    ]);
  });

  test.each(['/v1/reranking', '/rerank', '/reranking'])('is also at %s', async (url) => {
    const { server } = await createTestServer({ engine });
    const payload = { model: 'tiny', query: 'Who?', documents: ['a'] };
    const { statusCode } = await server.inject({ method: 'POST', url, payload });
    expect(statusCode).toBe(200);
  });
});

describe('a request for a reranking', () => {
  test.each([
    [{ query: undefined }, "Missing required parameter: 'query'.", 'query'],
    [{ query: '' }, "Invalid 'query': empty string.", 'query'],
    [{ documents: [] }, "Invalid 'documents': empty array.", 'documents'],
    [{ documents: [1] }, "Invalid type for 'documents[0]'", 'documents[0]'],
    [
      { documents: [{}] },
      "Missing required parameter: 'documents[0].text'.",
      'documents[0].text',
    ],
    [{ top_n: 0 }, "Invalid 'top_n': integer below minimum", 'top_n'],
    [
      { documents: ['word '.repeat(600)] },
      'This model reads at most 512 tokens',
      'documents',
    ],
  ])('%j is refused with what is wrong', async (changes, message, param) => {
    const { status, body } = await ask(changes);
    expect(status).toBe(400);
    expect(body.error.message).toContain(message);
    expect(body.error.param).toBe(param);
  });

  test('to a model that does not rank is answered with 403', async () => {
    const { status, body } = await ask({}, {});
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/^You are not allowed to rank documents/);
  });
});
