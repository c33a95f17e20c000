import { availableParallelism } from 'node:os';
import { library, type Phase } from '../contenders/library.ts';
import { tool } from '../contenders/tool.ts';
import { randomPrompt } from '../load/prompts.ts';
import { median } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const firstSeed = 1;

/** The engine, called from JavaScript, beside the bare arithmetic. */
export function scenarios(size: Size): readonly Scenario[] {
  const numPromptTokens = size === 'quick' ? 128 : 512;
  const maxTokens = size === 'quick' ? 32 : 128;
  const numRepeats = size === 'quick' ? 1 : 3;
  const repeats = Array.from({ length: numRepeats }, (_, repeat) => repeat);
  // A prompt of one token: so many steps as tokens, none of them a prompt's.
  const phases: readonly Phase[] = [
    { name: 'warm up', prompts: [randomPrompt(firstSeed - 1, 32)], maxTokens: 8 },
    ...repeats.flatMap((repeat) => [
      {
        name: 'prompt',
        prompts: [randomPrompt(firstSeed + repeat, numPromptTokens)],
        maxTokens: 1,
      },
      {
        name: 'answer',
        prompts: [randomPrompt(firstSeed + numRepeats + repeat, 1)],
        maxTokens,
      },
    ]),
  ];
  const numThreads = availableParallelism();
  return [
    {
      name: 'raw-speed',
      title: `A prompt of ${numPromptTokens} tokens, and an answer of ${maxTokens}`,
      question:
        'How much of llama.cpp’s own speed is left when it is called from JavaScript?',
      bound:
        'The arithmetic is the same, so no more than 1 is possible: what is missing is sampling, ' +
        'which llama-bench leaves out, the way to JavaScript, and smaller pieces of a prompt.',
      model: 'sized',
      seeds: [firstSeed],
      metrics: [
        { name: 'answer', unit: 'tokens/s', better: 'higher' },
        { name: 'prompt', unit: 'tokens/s', better: 'higher' },
      ],
      async contenders({ modelPath, program }) {
        const needs = { modelPath, numThreads, numSequences: 1, contextSize: 1024 };
        const flags = {
          '--model': modelPath,
          '--n-prompt': String(numPromptTokens),
          '--n-gen': String(maxTokens),
          '--threads': String(numThreads),
          '--repetitions': String(numRepeats),
          '--output': 'jsonl',
        };
        return [
          library('samewire', { needs, phases }, (results) => {
            const rate = (name: string, numTokens: number) =>
              median(
                results
                  .filter((phase) => phase.name === name)
                  .map(({ seconds }) => numTokens / seconds),
              );
            return {
              prompt: rate('prompt', numPromptTokens),
              answer: rate('answer', maxTokens),
            };
          }),
          tool(
            'llama-bench',
            await program('llama-bench'),
            [Object.entries(flags).flat()],
            (lines) => {
              const rate = (of: 'n_prompt' | 'n_gen') =>
                median(lines.find((line) => line[of] !== 0)?.['samples_ts'] as number[]);
              return { prompt: rate('n_prompt'), answer: rate('n_gen') };
            },
          ),
        ];
      },
    },
  ];
}
