import { setTimeout as wait } from 'node:timers/promises';
import type { NativeEngine } from './binding.ts';
import { awaitNative } from './native-error.ts';

/** How long running streams have the loop to themselves in between. */
const pauseMs = 20;

/**
 * Puts everything that is kept on disk, part by part.
 *
 * @throws EngineError `unsupported` if there is no tier on disk
 */
export async function saveCache(native: Pick<NativeEngine, 'saveCache'>): Promise<void> {
  while (!(await awaitNative(() => native.saveCache()))) await wait(pauseMs);
}
