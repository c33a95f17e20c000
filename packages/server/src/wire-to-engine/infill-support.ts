import type { ModelInfo } from '@samewire/engine';
import { WireError } from '../errors/wire-error.ts';

/**
 * Refuses text to be filled in where the model has no tokens to be told so.
 *
 * @param model undefined while it is loading, when the engine refuses anyway
 * @throws WireError
 */
export function requireInfillSupport(model: ModelInfo | undefined, param: string): void {
  if (model === undefined || model.canInfill) return;
  throw new WireError(
    `Unsupported parameter: '${param}' is not supported with this model. It takes one whose ` +
      'vocabulary has tokens for prefix, suffix and what is between them, as those of ' +
      'Qwen2.5-Coder, StarCoder2 and DeepSeek-Coder have.',
    { param, code: 'unsupported_parameter' },
  );
}
