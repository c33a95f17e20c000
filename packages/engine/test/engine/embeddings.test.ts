import { describe, expect, test } from 'vitest';
import {
  type EmbeddingResult,
  type Engine,
  loadEngine,
  startEngine,
} from '@samewire/engine';
import { llamaServer, post, withLlamaServer } from '../support/llama-server.ts';
import {
  bertModel,
  collectText,
  greedy,
  qwen3Model,
  randomModel,
  rankerModel,
} from '../support/models.ts';
import { withEngine } from '../support/with-engine.ts';

const texts = [
  'ba de',
  'ki lo mu na re si',
  'x',
  'the quick brown fox',
  'ba de ki lo mu na re si to vu '.repeat(8),
];

/** As precise as ours are: by default it computes attention at half precision. */
const precisely = '--flash-attn off --cache-type-k f32 --cache-type-v f32'.split(' ');

function inputs(...all: (string | Int32Array)[]) {
  return { inputs: { kind: 'texts', texts: all } } as const;
}

function unit(vector: Float32Array): number[] {
  const length = Math.hypot(...vector);
  return Array.from(vector, (value) => value / length);
}

interface EmbeddingAnswer {
  readonly data: readonly { readonly embedding: readonly number[] }[];
  readonly usage: { readonly prompt_tokens: number };
}

function similarity(ours: readonly number[], theirs: readonly number[]): number {
  return ours.reduce((sum, value, i) => sum + value * (theirs[i] ?? Number.NaN), 0);
}

function largestDifference(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours).toHaveLength(theirs.length);
  return Math.max(...ours.map((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN))));
}

describe.each([
  ['an encoder', bertModel],
  ['a decoder', qwen3Model],
] as const)('the vectors of %s', (_, model) => {
  test.skipIf(!llamaServer)(
    "are llama-server's to 1e-4, where that is as precise",
    async () => {
      await withLlamaServer(model, ['--embeddings', ...precisely], (url) =>
        withEngine({ modelPath: model }, async (engine) => {
          const { vectors, numTokens } = await engine.embed(inputs(...texts));
          const { data, usage } = (await post(`${url}/v1/embeddings`, {
            input: texts,
          })) as EmbeddingAnswer;
          const differences = vectors.map((vector, i) =>
            largestDifference(unit(vector), data[i]?.embedding ?? []),
          );
          expect(Math.max(...differences)).toBeLessThan(1e-4);
          expect(numTokens.reduce((a, b) => a + b)).toBe(usage.prompt_tokens);
        }),
      );
    },
  );

  test.skipIf(!llamaServer)(
    'point where those of llama-server as it starts by itself point',
    async () => {
      await withLlamaServer(model, ['--embeddings'], (url) =>
        withEngine({ modelPath: model }, async (engine) => {
          const { vectors } = await engine.embed(inputs(...texts));
          const { data } = (await post(`${url}/v1/embeddings`, {
            input: texts,
          })) as EmbeddingAnswer;
          for (const [i, vector] of vectors.entries()) {
            const theirs = data[i]?.embedding ?? [];
            expect(similarity(unit(vector), theirs)).toBeGreaterThan(0.99999);
          }
        }),
      );
    },
  );

  test('are the same computed together and alone', async () => {
    await withEngine({ modelPath: model }, async (engine) => {
      const { vectors } = await engine.embed(inputs(...texts));
      for (const [i, text] of texts.entries()) {
        const alone = await engine.embed(inputs(text));
        const [vector = new Float32Array()] = alone.vectors;
        const difference = largestDifference(
          unit(vectors[i] ?? new Float32Array()),
          unit(vector),
        );
        expect(difference).toBeLessThan(1e-4);
      }
    });
  });

  test('are those of the tokens of a text', async () => {
    await withEngine({ modelPath: model }, async (engine) => {
      const tokens = await engine.tokenize('ba de');
      const { vectors } = await engine.embed(inputs('ba de', tokens));
      expect(vectors[1]).toEqual(vectors[0]);
    });
  });
});

test.skipIf(!llamaServer)("scores of documents are llama-server's", async () => {
  const query = 'ba de';
  const documents = ['ki lo mu', 'ba de', 'na re si to', 'the quick brown fox'];
  await withLlamaServer(rankerModel, ['--reranking', ...precisely], (url) =>
    withEngine({ modelPath: rankerModel }, async (engine) => {
      const pairs = { kind: 'pairs', query, documents } as const;
      const { vectors } = await engine.embed({ inputs: pairs });
      const theirs = (await post(`${url}/v1/rerank`, { query, documents })) as {
        results: { index: number; relevance_score: number }[];
      };
      // Its head is not normalised, and GELU is a table of half precision.
      for (const { index, relevance_score: score } of theirs.results)
        expect(vectors[index]?.[0]).toBeCloseTo(score, 3);
      expect(theirs.results).toHaveLength(documents.length);
    }),
  );
});

test('a model that cannot continue text says so, and what it can', async () => {
  await withEngine({ modelPath: bertModel }, async (engine) => {
    const info = await engine.ready();
    expect(info).toMatchObject({
      canGenerate: false,
      embedding: { numDimensions: 64, pooling: 'mean', maxInputTokens: 256 },
    });
    const generated = collectText(engine.generate(greedy('ba', 1)));
    await expect(generated).rejects.toMatchObject({ code: 'unsupported' });
  });
});

test('a model that can do both does both at once', async () => {
  await withEngine({ modelPath: qwen3Model }, async (engine) => {
    const alone = await collectText(engine.generate(greedy('ba de', 40)));
    const [text, { vectors }] = await Promise.all([
      collectText(engine.generate(greedy('ba de', 40))),
      engine.embed(inputs(...Array<string>(200).fill('ki lo mu'))),
    ]);
    expect(text).toBe(alone);
    expect(vectors).toHaveLength(200);
  });
});

test('a model that was not made for embeddings makes them when it is told to', async () => {
  await withEngine({ modelPath: randomModel }, async (engine) => {
    expect((await engine.ready()).embedding).toBeNull();
    await expect(engine.embed(inputs('ba'))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
  const options = { modelPath: randomModel, embeddings: true, pooling: 'mean' } as const;
  await withEngine(options, async (engine) => {
    expect((await engine.ready()).embedding).toMatchObject({ pooling: 'mean' });
    expect((await engine.embed(inputs('ba'))).vectors[0]).toHaveLength(64);
  });
});

test('a text that is longer than the model reads is refused with both figures', async () => {
  await withEngine({ modelPath: bertModel }, async (engine) => {
    await expect(engine.embed(inputs('ba '.repeat(300)))).rejects.toMatchObject({
      code: 'context-length-exceeded',
      details: { contextLength: 256, numPromptTokens: 302 },
    });
  });
});

test.each([
  ['a token outside of the vocabulary', [Int32Array.of(1, 100_000)]],
  ['a text without tokens', [new Int32Array()]],
  ['no text', []],
])('%s is refused', async (_, all) => {
  await withEngine({ modelPath: bertModel }, async (engine) => {
    await expect(engine.embed(inputs(...all))).rejects.toMatchObject({
      code: 'invalid-params',
      details: { field: 'inputs' },
    });
  });
});

test('an abort ends the request, and the next one is served', async () => {
  await withEngine({ modelPath: bertModel }, async (engine) => {
    const abort = new AbortController();
    const many = engine.embed(inputs(...Array<string>(2000).fill('ba de ki')), abort);
    abort.abort(new Error('not needed any more'));
    await expect(many).rejects.toThrow('not needed any more');
    expect((await engine.embed(inputs('ba'))).vectors).toHaveLength(1);
  });
});

/** What an engine makes of the texts before it is closed. */
async function embedTexts(engine: Engine): Promise<EmbeddingResult> {
  try {
    await engine.ready();
    return await engine.embed(inputs(...texts));
  } finally {
    await engine.close();
  }
}

test('vectors are the same from a process of its own', async () => {
  const apart = await embedTexts(startEngine({ modelPath: bertModel }));
  expect(apart).toEqual(await embedTexts(loadEngine({ modelPath: bertModel })));
});

test('closing ends requests that wait for their vectors', async () => {
  const engine = loadEngine({ modelPath: bertModel });
  await engine.ready();
  const waiting = engine.embed(inputs(...Array<string>(2000).fill('ba de ki lo mu')));
  const outcome = Promise.allSettled([waiting]);
  await engine.close();
  expect(await outcome).toMatchObject([{ reason: { code: 'closed' } }]);
});
