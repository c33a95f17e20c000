import type { EngineOptions } from '../engine-options.ts';
import type {
  BlockReceiver,
  NativeBinding,
  NativeEngine,
  NativeLoad,
} from './binding.ts';

/** Starts loading a model together with its adapters; without all of them it is of no use. */
export function loadNative(
  binding: NativeBinding,
  options: EngineOptions,
  to: BlockReceiver,
): NativeLoad {
  const loading = binding.load(options, to);
  const { adapters = [] } = options;
  if (adapters.length === 0) return loading;
  const engine = loading.engine.then((loaded) => addAdapters(loaded, adapters));
  return { ...loading, engine };
}

async function addAdapters(
  engine: NativeEngine,
  adapters: NonNullable<EngineOptions['adapters']>,
): Promise<NativeEngine> {
  try {
    for (const { name, path } of adapters) await engine.addAdapter(name, path);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}
