import type { AcceptedEvent, FinishEvent } from '@samewire/engine';
import type { CompletionUsage, ResponseUsage } from '@samewire/shared-types';

type PromptSize = Pick<AcceptedEvent, 'numPromptTokens' | 'numAudioTokens'>;

/** Counts the tokens of a request while its choices end one by one. */
export class UsageCounter {
  #promptTokens = 0;
  #audioTokens = 0;
  #cachedTokens = 0;
  #generatedTokens = 0;
  #reasoningTokens = 0;
  #predictedTokens = 0;
  #mispredictedTokens = 0;

  /** To be called once per prompt, before its choices end. */
  addPrompt({ numPromptTokens, numAudioTokens = 0 }: PromptSize): void {
    this.#promptTokens += numPromptTokens;
    this.#audioTokens += numAudioTokens;
  }

  addChoice({
    choice,
    numGeneratedTokens,
    numReasoningTokens,
    numCachedTokens,
    prediction,
  }: FinishEvent): void {
    this.#predictedTokens += prediction?.numFound ?? 0;
    this.#mispredictedTokens += prediction?.numMissed ?? 0;
    this.#generatedTokens += numGeneratedTokens;
    this.#reasoningTokens += numReasoningTokens;
    // The other choices of a prompt find all of it in the cache because the first one
    // computed it: that is no saving to report.
    if (choice === 0) this.#cachedTokens += numCachedTokens;
  }

  toUsage(): CompletionUsage {
    return {
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.#generatedTokens,
      total_tokens: this.#promptTokens + this.#generatedTokens,
      prompt_tokens_details: {
        cached_tokens: this.#cachedTokens,
        audio_tokens: this.#audioTokens,
      },
      completion_tokens_details: {
        reasoning_tokens: this.#reasoningTokens,
        audio_tokens: 0,
        accepted_prediction_tokens: this.#predictedTokens,
        rejected_prediction_tokens: this.#mispredictedTokens,
      },
    };
  }

  toResponseUsage(): ResponseUsage {
    return {
      input_tokens: this.#promptTokens,
      // Writing to the cache costs nothing here, so it is not counted.
      input_tokens_details: { cached_tokens: this.#cachedTokens, cache_write_tokens: 0 },
      output_tokens: this.#generatedTokens,
      output_tokens_details: { reasoning_tokens: this.#reasoningTokens },
      total_tokens: this.#promptTokens + this.#generatedTokens,
    };
  }
}
