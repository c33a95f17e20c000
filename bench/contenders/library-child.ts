/** Runs one job of library.ts in this process, and prints how long its phases took. */
import { argv } from 'node:process';
import { SamewireLibrary } from './samewire-library.ts';
import type { Job, LibraryNeeds, Phase, PhaseResult } from './library.ts';
import { NodeLlamaCppLibrary } from './node-llama-cpp-library.ts';

/** A library with a model. */
export interface Library {
  load(needs: LibraryNeeds): Promise<void>;
  /**
   * Takes the most probable tokens after a prompt, past any end-of-generation token.
   *
   * @returns how many came
   */
  complete(prompt: readonly number[], maxTokens: number): Promise<number>;
  close(): Promise<void>;
}

const job = JSON.parse(argv[2] ?? '') as Job;
const library =
  job.nodeLlamaCpp === undefined
    ? new SamewireLibrary()
    : new NodeLlamaCppLibrary(job.nodeLlamaCpp);
await library.load(job.needs);
const results: PhaseResult[] = [];
for (const phase of job.phases) results.push(await run(phase));
await library.close();
console.log(JSON.stringify(results));

async function run({ name, prompts, maxTokens }: Phase): Promise<PhaseResult> {
  const startedAt = performance.now();
  const counts = await Promise.all(
    prompts.map((prompt) => library.complete(prompt, maxTokens)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const numTokens = counts.reduce((sum, count) => sum + count, 0);
  const expected = prompts.length * maxTokens;
  if (numTokens !== expected)
    throw new Error(`${name}: ${numTokens} tokens came; expected ${expected}.`);
  return { name, seconds, numTokens };
}
