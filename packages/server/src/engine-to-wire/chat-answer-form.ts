import type { ChatCompletionRequest } from '@samewire/shared-types';
import { randomLetters } from '../random-text.ts';
import { toOfferedTools } from '../wire-to-engine/chat-tools.ts';
import { customNames } from '../wire-to-engine/offered-tools.ts';
import type { ToolCallOptions } from './tool-calls.ts';

/** In which field clients look for what a model thought. */
export const reasoningFields = ['reasoning_content', 'reasoning'] as const;

export type ReasoningField = (typeof reasoningFields)[number];

/** What of a chat request decides how its answer is written down. */
export interface ChatAnswerForm extends ToolCallOptions {
  readonly hasTools: boolean;
  readonly reasoningField: ReasoningField;
}

export function toChatAnswerForm(
  { tools }: Pick<ChatCompletionRequest, 'tools'>,
  reasoningField: ReasoningField,
): ChatAnswerForm {
  const offered = toOfferedTools(tools);
  return {
    hasTools: offered.length > 0,
    customNames: customNames(offered),
    reasoningField,
    createId: createCallId,
  };
}

/** An id in OpenAI's form, for a call to which the model gave none. */
export function createCallId(): string {
  return `call_${randomLetters(24)}`;
}
