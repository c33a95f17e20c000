import type { Engine } from './engine.ts';
import type { EngineOptions } from './engine-options.ts';
import { loadBinding } from './native/load-binding.ts';
import { NativeEngine } from './native/native-engine.ts';

/**
 * Starts loading a model in this process and returns at once; `ready()` and `status()` tell when
 * it can be used. A crash of llama.cpp ends this process: a server wants `startEngine`.
 *
 * @throws EngineError `binding-not-found` if the addon is not built
 *
 * @example
 * const engine = loadEngine({ modelPath: 'model.gguf' });
 * await engine.ready();
 */
export function loadEngine(options: EngineOptions): Engine {
  return new NativeEngine(loadBinding(), options);
}
