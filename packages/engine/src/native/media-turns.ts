import type { NativeEngine } from './binding.ts';

/** The last one that has been asked to come, of each engine. */
const last = new WeakMap<NativeEngine, Promise<unknown>>();

/**
 * Does one work after the other. Encoding a picture takes a thread of Node's pool for as long as
 * seconds, and there are four: prompts of text must find the others free.
 */
export function inTurn<Result>(
  native: NativeEngine,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = last.get(native) ?? Promise.resolve();
  const result = before.then(work, work);
  last.set(native, result);
  return result;
}
