import type { EngineEvent } from '@samewire/engine';
import type { ChatChoice, ChatCompletion } from '@samewire/shared-types';
import type { AnswerHead } from './answer-head.ts';
import { toChatLogprobs } from './chat-logprobs.ts';
import { gatherChoices, type GatheredChoice } from './gathered-choice.ts';
import { UsageCounter } from './usage.ts';

/** Gathers the events of one chat request into the answer that is sent whole. */
export async function gatherChatCompletion(
  events: AsyncIterable<EngineEvent>,
  head: AnswerHead,
  options: { readonly numChoices: number; readonly withLogprobs: boolean },
): Promise<ChatCompletion> {
  const usage = new UsageCounter();
  const choices = await gatherChoices(events, options.numChoices, usage);
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: choices.map((choice, index) =>
      toChatChoice(choice, index, options.withLogprobs),
    ),
    usage: usage.toUsage(),
    service_tier: 'default',
    system_fingerprint: head.fingerprint,
  };
}

function toChatChoice(
  { text, logprobs, finishReason }: GatheredChoice,
  index: number,
  withLogprobs: boolean,
): ChatChoice {
  return {
    index,
    message: { role: 'assistant', content: text, refusal: null, annotations: [] },
    logprobs: withLogprobs ? toChatLogprobs(logprobs) : null,
    finish_reason: finishReason,
  };
}
