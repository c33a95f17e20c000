import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A tiny chat model that comes with the package, to try the pipes with. */
export function builtinModelPath(): string {
  const demo = inPackage('models/samewire-demo.gguf');
  return existsSync(demo) ? demo : inPackage('build/models/speaking.gguf');
}

/** The model for vectors that belongs to it; undefined where there is none. */
export function builtinEmbeddingModelPath(): string | undefined {
  const path = inPackage('models/samewire-demo-embed.gguf');
  return existsSync(path) ? path : undefined;
}

function inPackage(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
