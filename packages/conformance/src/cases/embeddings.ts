import assert from 'node:assert/strict';
import { BadRequestError } from 'openai';
import { type ConformanceCase, openaiClient } from '../conformance-case.ts';

const input = ['The quick brown fox', 'jumps', 'over the lazy dog'];

export const embeddingCases: readonly ConformanceCase[] = [
  {
    name: 'turns texts into vectors of unit length, in their order',
    run: async (target) => {
      const { data, usage } = await openaiClient(target).embeddings.create({
        model: target.model,
        input,
      });
      assert.deepEqual(
        data.map(({ index }) => index),
        [0, 1, 2],
      );
      for (const { embedding } of data)
        assert.ok(Math.abs(Math.hypot(...embedding) - 1) < 1e-4);
      assert.ok(usage.prompt_tokens > 0);
      assert.equal(usage.total_tokens, usage.prompt_tokens);
    },
  },
  {
    name: 'gives the same vectors as floats as in the base64 that the client asks for',
    run: async (target) => {
      const client = openaiClient(target);
      const packed = await client.embeddings.create({ model: target.model, input });
      const floats = await client.embeddings.create({
        model: target.model,
        input,
        encoding_format: 'float',
      });
      for (const [place, { embedding }] of packed.data.entries())
        for (const [at, value] of embedding.entries())
          assert.ok(Math.abs(value - (floats.data[place]?.embedding[at] ?? 9)) < 1e-4);
    },
  },
  {
    name: 'takes tokens as well as text',
    run: async (target) => {
      const { data } = await openaiClient(target).embeddings.create({
        model: target.model,
        input: [
          [5, 6, 7],
          [8, 9],
        ],
      });
      assert.equal(data.length, 2);
    },
  },
  {
    name: 'refuses an empty text',
    run: async (target) => {
      const empty = openaiClient(target).embeddings.create({
        model: target.model,
        input: '',
      });
      await assert.rejects(empty, BadRequestError);
    },
  },
];
