import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Progress } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { runCommand } from '../packages/engine/scripts/run-command.ts';

/**
 * The models that scenarios run on. `tiny` is the trained stories260K where there is one, else the
 * random model of the tests. `demo` is the one that comes along. The others have random weights
 * (Q4_0) and the vocabulary of Qwen 2: `sized` as many as a real model of 0.6 billion parameters,
 * `sized-hybrid` 0.5 billion, in layers of attention and layers with a state in turn (LFM2).
 * `sized-bert` is an encoder of 22 million, as people make embeddings with, and has the vocabulary
 * of BERT.
 */
export type ModelKind = 'tiny' | 'demo' | 'sized' | 'sized-hybrid' | 'sized-bert';

export interface ModelSources {
  readonly root: string;
  /** llama.cpp's source, where the vocabularies are. */
  readonly llamaCppDir: string;
  /** A model of the user's, for every scenario. */
  readonly given?: string | undefined;
}

/** The file of a model; the sized ones are made once and kept. */
export async function findModel(
  kind: ModelKind,
  { root, llamaCppDir, given }: ModelSources,
  progress: Progress,
): Promise<string> {
  if (given) return resolve(given);
  if (kind === 'tiny') {
    const shared = process.env['SAMEWIRE_SHARED'] ?? resolve(root, '../shared');
    const trained = join(shared, 'models/stories260K.gguf');
    const random = join(root, 'packages/engine/build/models/random.gguf');
    return existsSync(trained) ? trained : random;
  }
  if (kind === 'demo') return join(root, 'packages/engine/models/samewire-demo.gguf');
  const file = join(root, `.cache/bench/${kind}.gguf`);
  const name = kind === 'sized-bert' ? 'bert-bge' : 'qwen2';
  const vocabulary = join(llamaCppDir, `models/ggml-vocab-${name}.gguf`);
  await make(root, file, [kind, vocabulary], progress);
  return file;
}

/** Files of LoRA adapters for the model `sized`; made once and kept. */
export async function findAdapters(
  count: number,
  { root }: ModelSources,
  progress: Progress,
): Promise<readonly string[]> {
  const files: string[] = [];
  while (files.length < count) {
    const seed = files.length + 1;
    const file = join(root, `.cache/bench/adapter-${seed}.gguf`);
    await make(root, file, ['sized-adapter', String(seed)], progress);
    files.push(file);
  }
  return files;
}

/** @param words the kind of file, and what follows its path on make-tiny-model's command line */
async function make(
  root: string,
  file: string,
  [kind = '', ...words]: readonly string[],
  progress: Progress,
): Promise<void> {
  if (existsSync(file)) return;
  progress.step(`making a model of random weights (${kind})`);
  mkdirSync(dirname(file), { recursive: true });
  const makeTinyModel = join(root, 'packages/engine/build/addon/bin/make-tiny-model');
  await runCommand(makeTinyModel, [kind, `${file}.part`, ...words]);
  renameSync(`${file}.part`, file);
}
