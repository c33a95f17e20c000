import type { ChatPrompt, EngineRequest, ModelInfo } from '@samewire/engine';
import { ChatCompletionRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { WireError } from '../errors/wire-error.ts';
import { toChatMessages } from './chat-messages.ts';
import { type ChatToolFields, toChatToolFields } from './chat-tools.ts';
import { type MediaAbilities, textLength } from './media-parts.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import { toSamplingParams, toStopTexts, withoutMissing } from './sampling-params.ts';
import { requireStreamForOptions } from './stream-options.ts';

const refuseFields = refusedFieldCheck(ChatCompletionRequest);

/**
 * What a validated chat request asks of the engine.
 *
 * @param model undefined while it is loading, when the engine refuses anyway
 * @throws WireError for combinations the schema cannot express, and for refused fields
 */
export function toChatEngineRequest(
  body: ChatCompletionRequest,
  model: ModelInfo | undefined,
): EngineRequest & { readonly prompt: ChatPrompt } {
  return {
    prompt: toChatPrompt(body, model),
    sampling: toSamplingParams(body),
    ...withoutMissing({
      numChoices: body.n,
      maxTokens: body.max_completion_tokens ?? body.max_tokens,
      stop: toStopTexts(body.stop),
      numLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : undefined,
    }),
  };
}

/** The conversation alone. @throws WireError as above */
export function toChatPrompt(
  body: ChatCompletionRequest,
  model: ModelInfo | undefined,
): ChatPrompt {
  requireConsistentFields(body);
  const prompt = toConversation(body, model);
  refuseFields(body);
  requireRoom(prompt, model?.contextLength);
  return prompt;
}

/** @throws WireError for a conversation that cannot fit the context length */
export function requireRoom(
  { messages }: ChatPrompt,
  contextLength: number | undefined,
): void {
  const numCharacters = messages.reduce(
    (sum, { content }) => sum + textLength(content),
    0,
  );
  requirePlausibleLength(numCharacters, contextLength, 'chat');
}

/** What the chat template is given. @throws WireError as `toChatMessages` */
export function toConversation(
  body: ConversationFields,
  model: MediaAbilities,
): ChatPrompt {
  return {
    kind: 'chat',
    messages: toChatMessages(body.messages, model),
    ...toChatToolFields(body),
    ...(body.reasoning_format === 'none' ? { separatesReasoning: false } : {}),
    ...withoutMissing({ templateKwargs: toTemplateKwargs(body) }),
  };
}

function requireConsistentFields(body: ChatCompletionRequest): void {
  if (body.max_tokens != null && body.max_completion_tokens != null)
    throw new WireError(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      { param: 'max_tokens', code: 'invalid_parameter_combination' },
    );
  if (body.top_logprobs != null && body.logprobs !== true)
    throw new WireError(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      { param: 'top_logprobs' },
    );
  requireStreamForOptions(body);
}

type ConversationFields = Pick<
  ChatCompletionRequest,
  'messages' | 'reasoning_effort' | 'chat_template_kwargs'
> &
  Partial<Pick<ChatCompletionRequest, 'reasoning_format'>> &
  ChatToolFields;

function toTemplateKwargs(body: ConversationFields): Record<string, unknown> | undefined {
  const { reasoning_effort: effort, chat_template_kwargs: kwargs } = body;
  if (effort == null) return kwargs ?? undefined;
  return {
    reasoning_effort: effort,
    ...(effort === 'none' ? { enable_thinking: false } : {}),
    ...kwargs,
  };
}
