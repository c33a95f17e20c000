/**
 * Greedy text must be llama-server's, character for character: same source, same options, one
 * sequence.
 */
import { expect, test } from 'vitest';
import { type EngineOptions, loadEngine } from '@samewire/engine';
import {
  collectText,
  greedy,
  hasStoriesModel,
  randomModel,
  storiesModel,
} from '../support/models.ts';
import { llamaServer, post, withLlamaServer } from '../support/llama-server.ts';
import { withEngine } from '../support/with-engine.ts';

const numPrompts = 50;
const numTokens = 64;

const words =
  'the cat dog sun moon little girl boy tree house big red ball happy went to play'.split(
    ' ',
  );

/** Prompts of 3 to 14 words, always the same ones. */
function promptNumber(index: number): string {
  if (index === 0) return 'Once upon a time';
  const pick = (k: number) => words[(index * 7 + k * 3 + index * k) % words.length];
  return Array.from({ length: 3 + (index % 12) }, (_, k) => pick(k)).join(' ');
}

async function textOfLlamaServer(url: string, prompt: string): Promise<string> {
  const body = { prompt, n_predict: numTokens, temperature: 0, ignore_eos: true };
  return ((await post(`${url}/completion`, body)) as { content: string }).content;
}

/** What both give for every prompt. */
async function collectBoth(
  modelPath: string,
  options: Partial<EngineOptions> = {},
  args: readonly string[] = [],
): Promise<{ prompt: string; ours: string; theirs: string }[]> {
  const results: { prompt: string; ours: string; theirs: string }[] = [];
  await withLlamaServer(modelPath, args, (url) =>
    withEngine({ modelPath, numSlots: 1, ...options }, async (engine) => {
      for (let i = 0; i < numPrompts; i++) {
        const prompt = promptNumber(i);
        const ours = await collectText(engine.generate(greedy(prompt, numTokens)));
        results.push({ prompt, ours, theirs: await textOfLlamaServer(url, prompt) });
      }
    }),
  );
  return results;
}

test.skipIf(!llamaServer).for([
  ['a random', randomModel],
  ['a trained', storiesModel],
] as const)(
  'greedy text of %s model is what llama-server gives',
  async ([, model], { skip }) => {
    skip(
      model === storiesModel && !hasStoriesModel,
      'the shared test data is not at hand',
    );
    const results = await collectBoth(model);
    expect(results).toHaveLength(numPrompts);
    for (const { prompt, ours, theirs } of results) {
      expect({ prompt, text: ours }).toEqual({ prompt, text: theirs });
    }
  },
);

test.skipIf(!llamaServer).for([
  ['without flash attention', { flashAttention: 'off' }, ['--flash-attn', 'off']],
  [
    'with a KV cache of another type',
    { cacheTypeK: 'f32', cacheTypeV: 'bf16' },
    ['--cache-type-k', 'f32', '--cache-type-v', 'bf16'],
  ],
] as const)(
  'greedy text %s is what llama-server gives with the same flags',
  async ([, options, args]) => {
    for (const { prompt, ours, theirs } of await collectBoth(randomModel, options, args))
      expect({ prompt, text: ours }).toEqual({ prompt, text: theirs });
  },
);

test.skipIf(!hasStoriesModel)(
  'the trained model continues its story as it was converted to',
  async () => {
    const engine = loadEngine({ modelPath: storiesModel, numSlots: 1 });
    await engine.ready();
    const text = await collectText(engine.generate(greedy('Once upon a time', 32)));
    await engine.close();
    expect(text).toMatch(
      /^, there was a little girl named Lily\. She loved to play outside in the park\./,
    );
  },
);
