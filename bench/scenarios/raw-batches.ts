import { availableParallelism } from 'node:os';
import { library, type Phase } from '../contenders/library.ts';
import { tool } from '../contenders/tool.ts';
import { randomPrompt } from '../load/prompts.ts';
import type { Metric, Scenario, Size } from '../scenario.ts';

const firstSeed = 1;
const sharedSeed = 1000;

/** The engine with many sequences, called from JavaScript, beside the bare arithmetic. */
export function scenarios(size: Size): readonly Scenario[] {
  const numPromptTokens = size === 'quick' ? 32 : 128;
  const maxTokens = size === 'quick' ? 16 : 64;
  const batches = size === 'quick' ? [1, 4] : [1, 4, 8, 16];
  const numShared = batches.at(-1) ?? 1;
  const numThreads = availableParallelism();
  const contextSize = numShared * (numPromptTokens + maxTokens + 16);
  const sharedName = `${numShared}, one prompt for all`;

  let seed = firstSeed;
  const phases: readonly Phase[] = [
    { name: 'warm up', prompts: [randomPrompt(firstSeed - 1, 32)], maxTokens: 8 },
    ...batches.map((numSequences) => ({
      name: String(numSequences),
      prompts: Array.from({ length: numSequences }, () =>
        randomPrompt(seed++, numPromptTokens),
      ),
      maxTokens,
    })),
    {
      name: sharedName,
      prompts: Array.from({ length: numShared }, () =>
        randomPrompt(sharedSeed, numPromptTokens),
      ),
      maxTokens,
    },
  ];
  // As llama-batched-bench counts: every token of prompts that are read, and of answers.
  const numTokensOf = ({ name, prompts }: Phase) =>
    (name === sharedName ? 1 : prompts.length) * numPromptTokens +
    prompts.length * maxTokens;
  const metrics: readonly Metric[] = phases
    .slice(1)
    .map(({ name }) => ({ name, unit: 'tokens/s', better: 'higher' }));
  return [
    {
      name: 'raw-batches',
      title: `Prompts of ${numPromptTokens} tokens and answers of ${maxTokens} in ${batches.join(', ')} sequences, all tokens counted`,
      question: 'How much of llama.cpp’s own speed is left with many sequences at once?',
      bound:
        'The same arithmetic again. llama-batched-bench reads all prompts first and then generates in step; ' +
        'requests at a server come and go, and so they do here.',
      model: 'sized',
      seeds: [firstSeed, sharedSeed],
      metrics,
      async contenders({ modelPath, program }) {
        const needs = { modelPath, numThreads, numSequences: numShared, contextSize };
        const flags = {
          '--model': modelPath,
          '--ctx-size': String(contextSize),
          '-npp': String(numPromptTokens),
          '-ntg': String(maxTokens),
          '--threads': String(numThreads),
          '--output-format': 'jsonl',
        };
        const common = [...Object.entries(flags).flat(), '--kv-unified'];
        return [
          library('samewire', { needs, phases }, (results) =>
            Object.fromEntries(
              phases
                .slice(1)
                .map((phase, index) => [
                  phase.name,
                  numTokensOf(phase) / (results[index + 1]?.seconds ?? Number.NaN),
                ]),
            ),
          ),
          tool(
            'llama-batched-bench',
            await program('llama-batched-bench'),
            [
              [...common, '-npl', batches.join(',')],
              [...common, '-npl', String(numShared), '-pps'],
            ],
            (lines) =>
              Object.fromEntries(
                lines.map((line) => [
                  line['is_pp_shared'] ? sharedName : String(line['pl']),
                  line['speed'] as number,
                ]),
              ),
          ),
        ];
      },
    },
  ];
}
