import { fileURLToPath } from 'node:url';
import { runCommand } from '../../packages/engine/scripts/run-command.ts';
import { interruption } from '../interruption.ts';
import type { Contender } from '../scenario.ts';

/** How a library loads its model. */
export interface LibraryNeeds {
  readonly modelPath: string;
  readonly numThreads: number;
  /** Sequences computed together at most. */
  readonly numSequences: number;
  /** Tokens of the KV cache, over all sequences. */
  readonly contextSize: number;
}

/** Prompts that are given to the library at once. */
export interface Phase {
  readonly name: string;
  readonly prompts: readonly (readonly number[])[];
  readonly maxTokens: number;
}

export interface Job {
  readonly needs: LibraryNeeds;
  /** One after another, with one loaded model. */
  readonly phases: readonly Phase[];
  /** Where node-llama-cpp is, if that is who works; else samewire's engine does. */
  readonly nodeLlamaCpp?: string;
}

export interface PhaseResult {
  readonly name: string;
  /** From the first call to the end of the last. */
  readonly seconds: number;
  readonly numTokens: number;
}

const child = fileURLToPath(new URL('library-child.ts', import.meta.url));
const nodeOptions = [
  '--conditions=@samewire/source',
  '--disable-warning=ExperimentalWarning',
];

/** A library in a Node process of its own, called as its documentation says. */
export function library(
  name: string,
  job: Job,
  read: (phases: readonly PhaseResult[]) => Readonly<Record<string, number>>,
): Contender {
  const { modelPath, numThreads, numSequences, contextSize } = job.needs;
  const settings = {
    modelPath,
    numThreads: String(numThreads),
    numSequences: String(numSequences),
    contextSize: String(contextSize),
  };
  return {
    name,
    async measure() {
      const output = await runCommand(
        process.execPath,
        [...nodeOptions, child, JSON.stringify(job)],
        { signal: interruption },
      );
      const lines = output.trimEnd().split('\n');
      return {
        values: read(JSON.parse(lines.at(-1) ?? '') as PhaseResult[]),
        command: [name, ...Object.entries(settings).flat()],
      };
    },
  };
}
