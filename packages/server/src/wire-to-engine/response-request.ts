import type { ChatMessage, EngineRequest } from '@samewire/engine';
import { ResponseRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { notFoundError } from '../errors/state-errors.ts';
import { WireError } from '../errors/wire-error.ts';
import { toResponseToolFields } from './response-tools.ts';
import { textLength } from './media-parts.ts';
import { refusedFieldCheck } from './refused-fields.ts';
import { toSamplingParams, withoutMissing } from './sampling-params.ts';
import { requireStreamForOptions } from './stream-options.ts';

const refuseFields = refusedFieldCheck(ResponseRequest);

/**
 * Checks what the schema cannot express, as far as the request alone tells.
 *
 * @throws WireError
 */
export function checkResponseRequest(body: ResponseRequest): void {
  const { prompt } = body;
  if (prompt != null) throw notFoundError('Prompt', prompt.id);
  requireStreamForOptions(body);
  if (body.background === true && body.store === false)
    throw new WireError("Background responses need 'store' to be true.", {
      param: 'background',
      code: 'invalid_parameter_combination',
    });
  requireSomethingToRead(body);
  refuseFields(body);
  toResponseToolFields(body);
}

type InputFields = Pick<ResponseRequest, 'previous_response_id' | 'conversation'> & {
  readonly input?: ResponseRequest['input'] | null;
};

/** @throws WireError if neither the request nor the store has anything for the model */
export function requireSomethingToRead(body: InputFields): void {
  const isEmpty = body.input == null || body.input.length === 0;
  if (!isEmpty || body.previous_response_id != null || body.conversation != null) return;
  throw new WireError(
    'One of "input" or "previous_response_id" or \'prompt\' or \'conversation\' must be provided.',
  );
}

/**
 * What a checked request asks of the engine.
 *
 * @param contextLength of the served model, if it is known yet
 * @throws WireError `context_length_exceeded` for text that cannot fit
 */
export function toResponseEngineRequest(
  body: Partial<ResponseRequest>,
  messages: readonly ChatMessage[],
  contextLength: number | undefined,
): EngineRequest {
  const numCharacters = messages.reduce(
    (sum, { content }) => sum + textLength(content),
    0,
  );
  requirePlausibleLength(numCharacters, contextLength, 'responses');
  const showLogprobs = body.include?.includes('message.output_text.logprobs') === true;
  return {
    prompt: {
      kind: 'chat',
      messages: [...messages],
      ...toResponseToolFields(body),
      ...withoutMissing({ templateKwargs: toTemplateKwargs(body) }),
    },
    sampling: toSamplingParams(body),
    ...withoutMissing({
      maxTokens: body.max_output_tokens,
      numLogprobs: showLogprobs ? (body.top_logprobs ?? 0) : undefined,
    }),
  };
}

/** What the request has for the chat template, beside the messages. */
export function toTemplateKwargs(
  body: Partial<Pick<ResponseRequest, 'reasoning' | 'chat_template_kwargs'>>,
): Record<string, unknown> | undefined {
  const effort = body.reasoning?.effort;
  const kwargs = body.chat_template_kwargs;
  if (effort == null) return kwargs ?? undefined;
  return {
    reasoning_effort: effort,
    ...(effort === 'none' ? { enable_thinking: false } : {}),
    ...kwargs,
  };
}
