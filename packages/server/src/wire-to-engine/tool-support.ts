import type { ChatPrompt, Grammar, ModelInfo } from '@samewire/engine';
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

/**
 * Refuses a form of the whole answer beside tools that may be called: a call has another form.
 *
 * @param param the field that asks for the form
 * @throws WireError
 */
export function requireToolsOrFormat(
  { tools, toolChoice }: Pick<ChatPrompt, 'tools' | 'toolChoice'>,
  { grammar }: { readonly grammar?: Grammar },
  param: string,
): void {
  if (grammar === undefined || (tools?.length ?? 0) === 0 || toolChoice === 'none')
    return;
  throw new WireError(
    `Unsupported value: '${param}' is not supported together with 'tools' that may be called.`,
    { param, code: 'unsupported_value' },
  );
}
