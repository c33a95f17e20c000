import type { EngineRequest } from '@samewire/engine';
import { ChatCompletionRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { WireError } from '../errors/wire-error.ts';
import { toChatMessages } from './chat-messages.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import { toSamplingParams, toStopTexts, withoutMissing } from './sampling-params.ts';
import { requireStreamForOptions } from './stream-options.ts';

const refuseFields = refusedFieldCheck(ChatCompletionRequest);

/**
 * What a validated chat request asks of the engine.
 *
 * @param contextLength of the served model, if it is known yet
 * @throws WireError for combinations the schema cannot express, and for refused fields
 */
export function toChatEngineRequest(
  body: ChatCompletionRequest,
  contextLength: number | undefined,
): EngineRequest {
  requireConsistentFields(body);
  const messages = toChatMessages(body.messages);
  refuseFields(body);
  const numCharacters = messages.reduce((sum, { content }) => sum + content.length, 0);
  requirePlausibleLength(numCharacters, contextLength, 'chat');
  return {
    prompt: {
      kind: 'chat',
      messages,
      ...withoutMissing({ templateKwargs: toTemplateKwargs(body) }),
    },
    sampling: toSamplingParams(body),
    ...withoutMissing({
      numChoices: body.n,
      maxTokens: body.max_completion_tokens ?? body.max_tokens,
      stop: toStopTexts(body.stop),
      numLogprobs: body.logprobs === true ? (body.top_logprobs ?? 0) : undefined,
    }),
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

function toTemplateKwargs(
  body: ChatCompletionRequest,
): Record<string, unknown> | undefined {
  const { reasoning_effort: effort, chat_template_kwargs: kwargs } = body;
  if (effort == null) return kwargs ?? undefined;
  return {
    reasoning_effort: effort,
    ...(effort === 'none' ? { enable_thinking: false } : {}),
    ...kwargs,
  };
}
