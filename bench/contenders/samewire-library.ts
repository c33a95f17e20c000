import type { Engine } from '../../packages/engine/src/engine.ts';
import { loadEngine } from '../../packages/engine/src/load-engine.ts';
import type { Library } from './library-child.ts';
import type { LibraryNeeds } from './library.ts';

/** samewire's engine in this process. */
export class SamewireLibrary implements Library {
  #engine: Engine | undefined;

  async load(needs: LibraryNeeds): Promise<void> {
    const { modelPath, numThreads, numSequences, contextSize } = needs;
    this.#engine = loadEngine({
      modelPath,
      numThreads,
      contextSize,
      numSlots: numSequences,
    });
    await this.#engine.ready();
  }

  async complete(prompt: readonly number[], maxTokens: number): Promise<number> {
    if (!this.#engine) throw new Error('No model is loaded.');
    let numTokens = 0;
    const events = this.#engine.generate({
      prompt: { kind: 'tokens', tokens: Int32Array.from(prompt) },
      maxTokens,
      sampling: { temperature: 0, ignoreEndOfGeneration: true },
    });
    for await (const event of events)
      if (event.type === 'finish') numTokens = event.numGeneratedTokens;
    return numTokens;
  }

  async close(): Promise<void> {
    await this.#engine?.close();
  }
}
