import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const engineDir = fileURLToPath(new URL('../../../engine', import.meta.url));

/** A model file for as long as a test needs it. */
export interface TestModel {
  readonly path: string;
  /** Of its vocabulary. */
  readonly name: string;
  remove(): void;
}

/**
 * Random weights over the 151,936 tokens of Qwen, whose vocabulary comes with llama.cpp's source;
 * where that is not at hand, over a vocabulary of bytes and a few words.
 */
export function makeRandomModel(): TestModel {
  const vocabulary = findVocabulary();
  if (vocabulary === undefined)
    return {
      path: join(engineDir, 'build/models/random.gguf'),
      name: 'bytes',
      remove: () => {},
    };
  const folder = mkdtempSync(join(tmpdir(), 'samewire-qwen-'));
  const path = join(folder, 'random.gguf');
  execFileSync(join(engineDir, 'build/addon/bin/make-tiny-model'), [
    'random',
    path,
    '1',
    vocabulary,
  ]);
  return { path, name: 'Qwen', remove: () => rmSync(folder, { recursive: true }) };
}

function findVocabulary(): string | undefined {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const sources = join(cache, 'samewire/llama.cpp');
  const folders = existsSync(sources) ? readdirSync(sources) : [];
  return [
    process.env['SAMEWIRE_LLAMA_CPP_DIR'] ?? '',
    ...folders.map((name) => join(sources, name)),
  ]
    .map((folder) => join(folder, 'models/ggml-vocab-qwen2.gguf'))
    .find((path) => existsSync(path));
}
