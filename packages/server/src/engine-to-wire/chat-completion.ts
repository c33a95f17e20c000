import type { EngineEvent } from '@samewire/engine';
import type { ChatChoice, ChatCompletion, ServedTier } from '@samewire/shared-types';
import type { AnswerHead } from './answer-head.ts';
import { toChatLogprobs } from './chat-logprobs.ts';
import { ChoiceGatherer, type GatheredChoice } from './gathered-choice.ts';
import { UsageCounter } from './usage.ts';

export interface ChatGatheringOptions {
  readonly numChoices: number;
  readonly withLogprobs: boolean;
  readonly serviceTier: ServedTier;
}

/** Gathers the events of one chat request into the whole answer. */
export class ChatGatherer {
  readonly #usage = new UsageCounter();
  readonly #gatherer: ChoiceGatherer;
  readonly #head: AnswerHead;
  readonly #options: ChatGatheringOptions;

  constructor(head: AnswerHead, options: ChatGatheringOptions) {
    this.#gatherer = new ChoiceGatherer(options.numChoices, this.#usage);
    this.#head = head;
    this.#options = options;
  }

  add(event: EngineEvent): void {
    this.#gatherer.add(event);
  }

  async addAll(events: AsyncIterable<EngineEvent>): Promise<void> {
    for await (const event of events) this.add(event);
  }

  /** The answer, once the last event has been added. */
  toCompletion(): ChatCompletion {
    const head = this.#head;
    return {
      id: head.id,
      object: 'chat.completion',
      created: head.created,
      model: head.model,
      choices: this.#gatherer.choices.map((choice, index) =>
        toChatChoice(choice, index, this.#options.withLogprobs),
      ),
      usage: this.#usage.toUsage(),
      service_tier: this.#options.serviceTier,
      system_fingerprint: head.fingerprint,
    };
  }
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
