import type { Engine } from './engine.ts';
import type { EngineObserver } from './engine-crash.ts';
import type { EngineOptions } from './engine-options.ts';
import { SupervisedEngine } from './process/supervised-engine.ts';

/**
 * Starts an engine in a process of its own and returns at once; `ready()` and `status()` tell
 * when it can be used. If that process crashes, the requests it ran fail with `engine-lost` and
 * it is started again; this process goes on. For use in a library, `loadEngine` is simpler.
 *
 * @param observer told of every crash, with what is known of it
 *
 * @example
 * const engine = startEngine({ modelPath: 'model.gguf' });
 * const model = await engine.ready();
 */
export function startEngine(
  options: EngineOptions,
  observer: EngineObserver = {},
): Engine {
  return new SupervisedEngine(options, observer);
}
