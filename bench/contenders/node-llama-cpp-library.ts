import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Library } from './library-child.ts';
import type { LibraryNeeds } from './library.ts';

/** As much of node-llama-cpp's types as is used; it is not among the dependencies. */
interface NodeLlamaCpp {
  readonly getLlama: (options: object) => Promise<Llama>;
}
interface Llama {
  loadModel(options: object): Promise<Model>;
  dispose(): Promise<void>;
}
interface Model {
  createContext(options: object): Promise<Context>;
}
interface Context {
  getSequence(): Sequence;
}
interface Sequence {
  evaluate(tokens: readonly number[], options: object): AsyncIterable<number>;
  clearHistory(): Promise<void>;
}

/** node-llama-cpp with the binary it comes with: it neither compiles nor downloads. */
export class NodeLlamaCppLibrary implements Library {
  readonly #folder: string;
  #llama: Llama | undefined;
  #free: Sequence[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(needs: LibraryNeeds): Promise<void> {
    const { modelPath, numThreads, numSequences, contextSize } = needs;
    const entry = join(this.#folder, 'node_modules/node-llama-cpp/dist/index.js');
    const { getLlama } = (await import(pathToFileURL(entry).href)) as NodeLlamaCpp;
    this.#llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: numThreads,
    });
    const model = await this.#llama.loadModel({ modelPath, gpuLayers: 0 });
    const context = await model.createContext({
      sequences: numSequences,
      // Its context size is that of one sequence.
      contextSize: Math.ceil(contextSize / numSequences),
      threads: { ideal: numThreads, min: numThreads },
      flashAttention: true,
    });
    this.#free = Array.from({ length: numSequences }, () => context.getSequence());
  }

  async complete(prompt: readonly number[], maxTokens: number): Promise<number> {
    const sequence = this.#free.pop();
    if (!sequence) throw new Error('More prompts at once than sequences.');
    let numTokens = 0;
    const tokens = sequence.evaluate(prompt, { temperature: 0, yieldEogToken: true });
    for await (const _ of tokens) if (++numTokens === maxTokens) break;
    await sequence.clearHistory();
    this.#free.push(sequence);
    return numTokens;
  }

  async close(): Promise<void> {
    await this.#llama?.dispose();
  }
}
