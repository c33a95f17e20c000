import { fileURLToPath } from 'node:url';

/** A tiny chat model that comes with the package, to try the pipes with. */
export function builtinModelPath(): string {
  return inModels('samewire-demo.gguf');
}

/** The model for vectors that belongs to it. */
export function builtinEmbeddingModelPath(): string {
  return inModels('samewire-demo-embed.gguf');
}

function inModels(name: string): string {
  return fileURLToPath(new URL(`../models/${name}`, import.meta.url));
}
