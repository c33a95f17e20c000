import type { ChatPrompt, EngineRequest, ModelInfo } from '@samewire/engine';
import { CountTokensRequest, MessagesRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { WireError } from '../errors/wire-error.ts';
import { toConversation } from './messages-conversation.ts';
import { textLength } from './media-parts.ts';
import { toMessagesToolFields } from './messages-tools.ts';
import type { OutputFormat } from './output-format.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import type { ReasoningWish } from './reasoning-policy.ts';
import { toSamplingParams, withoutMissing } from './sampling-params.ts';
import { thinkingSwitch } from './thinking-switch.ts';

const refuseFields = refusedFieldCheck(MessagesRequest);
const refuseFieldsOfCount = refusedFieldCheck(CountTokensRequest);

/**
 * What a validated request to Anthropic's endpoint asks of the engine.
 *
 * @param model undefined while it is loading, when the engine refuses anyway
 * @throws WireError for what the schema cannot express, and for refused fields
 */
export function toMessagesEngineRequest(
  body: MessagesRequest,
  model: ModelInfo | undefined,
): EngineRequest {
  requireVisibleStops(body.stop_sequences ?? []);
  const prompt = toChatPrompt(body, model);
  refuseFields(body);
  return {
    prompt,
    maxTokens: body.max_tokens,
    sampling: toSamplingParams(body),
    ...withoutMissing({ stop: body.stop_sequences }),
  };
}

/** The conversation whose tokens are to be counted. @throws WireError as above */
export function toCountedPrompt(
  body: CountTokensRequest,
  model: ModelInfo | undefined,
): ChatPrompt {
  const prompt = toChatPrompt(body, model);
  refuseFieldsOfCount(body);
  return prompt;
}

function toChatPrompt(
  body: CountTokensRequest,
  model: ModelInfo | undefined,
): ChatPrompt {
  const messages = toConversation(body, model);
  const numCharacters = messages.reduce(
    (sum, { content }) => sum + textLength(content),
    0,
  );
  requirePlausibleLength(numCharacters, model?.contextLength, 'messages');
  const templateKwargs = {
    ...withoutMissing({ reasoning_effort: body.output_config?.effort }),
    ...(body.thinking == null ? {} : thinkingSwitch(body.thinking.type !== 'disabled')),
  };
  return {
    kind: 'chat',
    messages,
    ...toMessagesToolFields(body),
    ...(Object.keys(templateKwargs).length === 0 ? {} : { templateKwargs }),
  };
}

/** Anthropic's own rule: a stop text has to show. */
function requireVisibleStops(stops: readonly string[]): void {
  if (stops.every((text) => text.trim() !== '')) return;
  throw new WireError('stop_sequences: each stop sequence must contain non-whitespace');
}

/**
 * How much the model may think. That not every model can be held to it is no reason to refuse:
 * clients send it always.
 *
 * @param isLenient whether thinking may take all of the answer
 * @throws WireError for a budget that leaves no room for an answer
 */
export function thinkingWish(
  { thinking, max_tokens: maxTokens }: MessagesRequest,
  isLenient: boolean,
): ReasoningWish {
  if (thinking?.type !== 'enabled' || thinking.budget_tokens === undefined) return {};
  if (thinking.budget_tokens >= maxTokens && !isLenient)
    throw new WireError('`max_tokens` must be greater than `thinking.budget_tokens`.');
  return { maxTokens: thinking.budget_tokens };
}

/** The form that the answer is to have. */
export function messageFormat({
  output_config: config,
}: CountTokensRequest): OutputFormat {
  if (config?.format == null) return { kind: 'any' };
  return {
    kind: 'schema',
    schema: config.format.schema,
    isStrict: false,
    name: 'output_config.format',
    param: 'output_config.format.schema',
    code: null,
    sentence: (reason) => `output_config.format.schema: ${reason}`,
  };
}
