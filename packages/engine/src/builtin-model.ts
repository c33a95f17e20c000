import { fileURLToPath } from 'node:url';

/** Where the build puts a tiny model that only says what it is, to try the pipes with. */
export function builtinModelPath(): string {
  return fileURLToPath(new URL('../build/models/built-in.gguf', import.meta.url));
}
