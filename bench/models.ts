import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Progress } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { runCommand } from '../packages/engine/scripts/run-command.ts';
import type { ModelKind } from './scenario.ts';

export interface ModelSources {
  readonly root: string;
  /** llama.cpp's source, where the vocabularies are. */
  readonly llamaCppDir: string;
  /** A model of the user's, for every scenario. */
  readonly given?: string | undefined;
}

/**
 * The file of a model. `tiny` is the trained stories260K where there is one, else the random model
 * of the tests. `sized` has the size of a real model of 0.6 billion parameters (Q4_0, the
 * vocabulary of Qwen 2) and random weights; it is made once and kept.
 */
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
  const sized = join(root, '.cache/bench/sized.gguf');
  if (existsSync(sized)) return sized;
  progress.step('making a model of 0.6 billion random weights');
  mkdirSync(dirname(sized), { recursive: true });
  const makeTinyModel = join(root, 'packages/engine/build/addon/bin/make-tiny-model');
  const vocabulary = join(llamaCppDir, 'models/ggml-vocab-qwen2.gguf');
  await runCommand(makeTinyModel, ['sized', `${sized}.part`, vocabulary]);
  renameSync(`${sized}.part`, sized);
  return sized;
}
