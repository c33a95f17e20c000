import type { ChatPrompt, ModelInfo } from '@samewire/engine';
import { WireError } from '../errors/wire-error.ts';

/**
 * Refuses tools where the model would not get to see them.
 *
 * @param model undefined while it is loading, when the engine refuses anyway
 * @param refusal what to say, where it is not OpenAI's sentence
 * @throws WireError
 */
export function requireToolSupport(
  { tools, toolChoice }: Pick<ChatPrompt, 'tools' | 'toolChoice'>,
  model: ModelInfo | undefined,
  refusal = "Unsupported parameter: 'tools' is not supported with this model.",
): void {
  const isOffered = tools !== undefined && tools.length > 0 && toolChoice !== 'none';
  if (!isOffered || model === undefined || model.chatCapabilities.tools) return;
  throw new WireError(refusal, { param: 'tools', code: 'unsupported_parameter' });
}
