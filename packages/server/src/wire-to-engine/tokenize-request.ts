import type { ChatPrompt, ModelInfo, TokenizeOptions } from '@samewire/engine';
import { ApplyTemplateRequest, TokenizeRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import { requireRoom, toConversation } from './chat-request.ts';
import { refusedFieldCheck } from './refused-fields.ts';

const refuseFields = refusedFieldCheck(TokenizeRequest);
const refuseFieldsOfTemplate = refusedFieldCheck(ApplyTemplateRequest);

/** What is to be tokenised, and in whose form the answer is to come. */
export type TokenizedSource =
  | {
      readonly form: 'llama.cpp' | 'vllm';
      readonly text: string;
      readonly options: TokenizeOptions;
    }
  | { readonly form: 'vllm'; readonly chat: ChatPrompt };

/** @throws WireError if there is nothing to tokenise, or more than one thing */
export function toTokenizedSource(
  body: TokenizeRequest,
  model: ModelInfo | undefined,
): TokenizedSource {
  const { content, prompt, messages } = body;
  const given = [content, prompt, messages].filter((value) => value !== undefined);
  if (given.length === 0)
    throw new WireError(
      "Missing required parameter: 'content', or 'prompt' or 'messages' in vLLM's form.",
      { param: 'content', code: 'missing_required_parameter' },
    );
  if (given.length > 1)
    throw new WireError("Only one of 'content', 'prompt' and 'messages' can be given.", {
      code: 'invalid_parameter_combination',
    });
  refuseFields(body);
  if (content !== undefined)
    return {
      form: 'llama.cpp',
      text: content,
      options: {
        addSpecial: body.add_special ?? false,
        parseSpecial: body.parse_special ?? true,
      },
    };
  if (prompt !== undefined)
    return {
      form: 'vllm',
      text: prompt,
      options: { addSpecial: body.add_special_tokens ?? true },
    };
  const chat = toConversation({ ...body, messages: messages ?? [] }, model);
  requireRoom(chat, model?.contextLength);
  return { form: 'vllm', chat };
}

/** The conversation whose text is to be shown. @throws WireError for refused fields */
export function toShownConversation(
  body: ApplyTemplateRequest,
  model: ModelInfo | undefined,
): ChatPrompt {
  const chat = toConversation(body, model);
  refuseFieldsOfTemplate(body);
  requireRoom(chat, model?.contextLength);
  return chat;
}
