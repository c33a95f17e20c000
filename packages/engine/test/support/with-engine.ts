import { type Engine, type EngineOptions, loadEngine } from '@samewire/engine';

/** Runs a test with a loaded engine, and closes it whatever happens. */
export async function withEngine(
  options: EngineOptions,
  test: (engine: Engine) => Promise<void>,
): Promise<void> {
  const engine = loadEngine(options);
  try {
    await engine.ready();
    await test(engine);
  } finally {
    await engine.close();
  }
}
