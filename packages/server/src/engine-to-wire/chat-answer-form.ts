import type { ChatCompletionRequest } from '@samewire/shared-types';
import { randomLetters } from '../random-text.ts';
import { hasFunctions } from '../wire-to-engine/chat-functions.ts';
import { offeredIn } from '../wire-to-engine/chat-tools.ts';
import { customNames } from '../wire-to-engine/offered-tools.ts';
import type { ToolCallOptions } from './tool-calls.ts';

/** In which field clients look for what a model thought. */
export const reasoningFields = ['reasoning_content', 'reasoning'] as const;

export type ReasoningField = (typeof reasoningFields)[number];

/** What of a chat request decides how its answer is written down. */
export interface ChatAnswerForm extends ToolCallOptions {
  readonly hasTools: boolean;
  /** Calls are told as `function_call`, of which an answer has one. */
  readonly callsAreOlder: boolean;
  readonly reasoningField: ReasoningField;
}

export function toChatAnswerForm(
  body: Pick<ChatCompletionRequest, 'tools' | 'functions'>,
  reasoningField: ReasoningField,
): ChatAnswerForm {
  const offered = offeredIn(body);
  return {
    hasTools: offered.length > 0,
    callsAreOlder: hasFunctions(body),
    customNames: customNames(offered),
    reasoningField,
    createId: createCallId,
  };
}

/** An id in OpenAI's form, for a call to which the model gave none. */
export function createCallId(): string {
  return `call_${randomLetters(24)}`;
}
