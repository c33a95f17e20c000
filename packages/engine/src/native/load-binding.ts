import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../engine-error.ts';
import type { NativeBinding } from './binding.ts';

const require = createRequire(import.meta.url);

/** Both src/native and dist/native are two folders below the package. */
const localBuild = fileURLToPath(
  new URL('../../build/addon/Release/engine.node', import.meta.url),
);

/**
 * Loads the addon: the file named by `SAMEWIRE_ENGINE_ADDON`, else the local build.
 *
 * @throws EngineError `binding-not-found`, saying what was tried and what to type
 */
export function loadBinding(env: NodeJS.ProcessEnv = process.env): NativeBinding {
  const path = env['SAMEWIRE_ENGINE_ADDON'] || localBuild;
  try {
    return require(path) as NativeBinding;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError(
      'binding-not-found',
      [
        'The native engine could not be loaded.',
        `  tried     ${path}`,
        `  platform  ${process.platform}-${process.arch}, Node ${process.versions.node}`,
        `  reason    ${reason}`,
        '  to do     run `npm run build` in the samewire checkout',
      ].join('\n'),
      {},
      { cause: error },
    );
  }
}
