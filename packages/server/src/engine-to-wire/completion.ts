import { toWireFinishReason } from './finish-reason.ts';
import type { EngineEvent } from '@samewire/engine';
import type { Completion, CompletionChoice } from '@samewire/shared-types';
import type { AnswerHead } from './answer-head.ts';
import { toCompletionLogprobs } from './completion-logprobs.ts';
import { gatherChoices, type GatheredChoice } from './gathered-choice.ts';
import { UsageCounter } from './usage.ts';

/**
 * Gathers the events of one text completion into the answer that is sent whole.
 *
 * @param eventsOfPrompts the events of each prompt, in the order of the prompts; all are
 *   read at the same time, so that no prompt waits for the one before it
 */
export async function gatherCompletion(
  eventsOfPrompts: readonly AsyncIterable<EngineEvent>[],
  head: AnswerHead,
  options: { readonly numChoices: number; readonly withLogprobs: boolean },
): Promise<Completion> {
  const usage = new UsageCounter();
  const choices = await Promise.all(
    eventsOfPrompts.map((events) => gatherChoices(events, options.numChoices, usage)),
  );
  return {
    id: head.id,
    object: 'text_completion',
    created: head.created,
    model: head.model,
    choices: choices
      .flat()
      .map((choice, index) => toCompletionChoice(choice, index, options.withLogprobs)),
    usage: usage.toUsage(),
    system_fingerprint: head.fingerprint,
  };
}

function toCompletionChoice(
  { text, logprobs, finishReason }: GatheredChoice,
  index: number,
  withLogprobs: boolean,
): CompletionChoice {
  return {
    text,
    index,
    logprobs: withLogprobs ? toCompletionLogprobs(logprobs, 0) : null,
    finish_reason: toWireFinishReason(finishReason),
  };
}
