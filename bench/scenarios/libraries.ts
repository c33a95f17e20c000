import { availableParallelism } from 'node:os';
import { library, type Phase, type PhaseResult } from '../contenders/library.ts';
import { randomPrompt } from '../load/prompts.ts';
import type { Scenario, Size } from '../scenario.ts';

const numSequences = 8;
const firstSeed = 1;
const sharedSeed = 1000;

/** Two libraries for Node over the same llama.cpp. */
export function scenarios(size: Size): readonly Scenario[] {
  const maxTokens = size === 'quick' ? 24 : 64;
  const numShared = size === 'quick' ? 128 : 512;
  const numOwn = 16;
  const shared = randomPrompt(sharedSeed, numShared);
  const sequences = Array.from({ length: numSequences }, (_, index) => index);
  const phases: readonly Phase[] = [
    { name: 'warm up', prompts: [randomPrompt(firstSeed - 1, 32)], maxTokens: 8 },
    { name: 'one', prompts: [randomPrompt(firstSeed, 32)], maxTokens },
    {
      name: 'eight',
      prompts: sequences.map((index) => randomPrompt(firstSeed + 1 + index, 32)),
      maxTokens,
    },
    {
      name: 'shared',
      prompts: sequences.map((index) =>
        shared.concat(randomPrompt(sharedSeed + 1 + index, numOwn)),
      ),
      maxTokens: 16,
    },
  ];
  const numThreads = availableParallelism();
  const read = (results: readonly PhaseResult[]) => {
    const of = (name: string) => results.find((phase) => phase.name === name);
    const rate = (name: string) =>
      (of(name)?.numTokens ?? Number.NaN) / (of(name)?.seconds ?? Number.NaN);
    return {
      'same beginning, all answered': of('shared')?.seconds ?? Number.NaN,
      'one sequence': rate('one'),
      [`${numSequences} sequences`]: rate('eight'),
    };
  };
  return [
    {
      name: 'libraries',
      title: `One sequence, ${numSequences}, and ${numSequences} with the same ${numShared} tokens first, in one Node process`,
      question:
        'Used as a library in Node: how does the engine compare with node-llama-cpp?',
      bound:
        'node-llama-cpp comes compiled, of the same llama.cpp and for many CPUs, where samewire is ' +
        'compiled for this one. Its binary may use instructions that the compiler here does not. ' +
        'It has no prefix in common between sequences, which is what the first line shows.',
      model: 'sized',
      seeds: [firstSeed, sharedSeed],
      metrics: [
        { name: 'same beginning, all answered', unit: 's', better: 'lower' },
        { name: 'one sequence', unit: 'tokens/s', better: 'higher' },
        { name: `${numSequences} sequences`, unit: 'tokens/s', better: 'higher' },
      ],
      async contenders({ modelPath, nodeLlamaCpp }) {
        const contextSize = numSequences * (numShared + numOwn + 112);
        const job = {
          needs: { modelPath, numThreads, numSequences, contextSize },
          phases,
        };
        const ours = library('samewire', job, read);
        const folder = await nodeLlamaCpp();
        if (folder === undefined) return [ours];
        return [ours, library('node-llama-cpp', { ...job, nodeLlamaCpp: folder }, read)];
      },
    },
  ];
}
