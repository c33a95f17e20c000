import type { FinishEvent } from '@samewire/engine';
import {
  durationBuckets,
  firstTokenBuckets,
  outputTokenBuckets,
  tokenBuckets,
} from './buckets.ts';
import { counter, type Family, histogram } from './family.ts';
import { FastHistogram } from './fast-histogram.ts';
import { LabelCounts } from './label-counts.ts';

/** What is counted of what the engine generates. No label says who asked or what. */
export class GenerationMetrics {
  readonly #rejected = new LabelCounts('reason');
  readonly #finished = new LabelCounts('finish_reason');
  readonly #queueTime = new FastHistogram(firstTokenBuckets);
  readonly #prefillTime = new FastHistogram(firstTokenBuckets);
  readonly #firstToken = new FastHistogram(firstTokenBuckets);
  readonly #decodeTime = new FastHistogram(durationBuckets);
  readonly #duration = new FastHistogram(durationBuckets);
  readonly #outputToken = new FastHistogram(outputTokenBuckets);
  readonly #promptTokens = new FastHistogram(tokenBuckets);
  readonly #generationTokens = new FastHistogram(tokenBuckets);
  #numReasoningTokens = 0;
  #numEmbeddedInputs = 0;
  readonly #embeddingDuration = new FastHistogram(durationBuckets);
  readonly #interToken = new FastHistogram(outputTokenBuckets);

  rejected(reason: string): void {
    this.#rejected.add(reason);
  }

  accepted(numPromptTokens: number): void {
    this.#promptTokens.observe(numPromptTokens);
  }

  embedded(numInputs: number, milliseconds: number): void {
    this.#numEmbeddedInputs += numInputs;
    this.#embeddingDuration.observe(milliseconds / 1000);
  }

  /** @param milliseconds since the piece of text before */
  textFollowed(milliseconds: number): void {
    this.#interToken.observe(milliseconds / 1000);
  }

  finished(event: FinishEvent): void {
    const { reason, numGeneratedTokens, numReasoningTokens, timings } = event;
    const { queueMs, prefillMs, decodeMs } = timings;
    this.#finished.add(reason);
    this.#generationTokens.observe(numGeneratedTokens);
    this.#numReasoningTokens += numReasoningTokens;
    if (numGeneratedTokens === 0) return;
    this.#queueTime.observe(queueMs / 1000);
    this.#prefillTime.observe(prefillMs / 1000);
    this.#firstToken.observe((queueMs + prefillMs) / 1000);
    this.#decodeTime.observe(decodeMs / 1000);
    this.#duration.observe((queueMs + prefillMs + decodeMs) / 1000);
    if (numGeneratedTokens === 1) return;
    this.#outputToken.observe(decodeMs / 1000 / (numGeneratedTokens - 1));
  }

  families(): Family[] {
    return [
      counter(
        'samewire_rejected_total',
        'Requests that the engine refused or failed.',
        this.#rejected.samples(),
      ),
      counter('samewire_choices_total', 'Choices that ended.', this.#finished.samples()),
      ...this.#timesOfChoices(),
      histogram(
        'samewire_request_prompt_tokens',
        'Prompt tokens of a request.',
        this.#promptTokens,
      ),
      histogram(
        'samewire_request_generation_tokens',
        'Generated tokens of a choice.',
        this.#generationTokens,
      ),
      counter(
        'samewire_reasoning_tokens_total',
        'Generated tokens that were reasoning, of choices that ended.',
        this.#numReasoningTokens,
      ),
      counter(
        'samewire_embedded_inputs_total',
        'Texts turned into vectors, and documents ranked.',
        this.#numEmbeddedInputs,
      ),
      histogram(
        'samewire_embedding_duration_seconds',
        'From the coming of a request for vectors to the last of them.',
        this.#embeddingDuration,
      ),
      histogram(
        'samewire_inter_token_latency_seconds',
        'Between two pieces of text of a choice, mostly a token each, as its reader gets them.',
        this.#interToken,
      ),
    ];
  }

  #timesOfChoices(): Family[] {
    return [
      histogram(
        'samewire_queue_time_seconds',
        'From acceptance of a choice to its first step.',
        this.#queueTime,
      ),
      histogram(
        'samewire_prefill_time_seconds',
        'From the first step of a choice to its first token.',
        this.#prefillTime,
      ),
      histogram(
        'samewire_time_to_first_token_seconds',
        'From acceptance of a choice to its first token.',
        this.#firstToken,
      ),
      histogram(
        'samewire_decode_time_seconds',
        'From the first token of a choice to its last.',
        this.#decodeTime,
      ),
      histogram(
        'samewire_choice_duration_seconds',
        'From acceptance of a choice to its last token.',
        this.#duration,
      ),
      histogram(
        'samewire_time_per_output_token_seconds',
        'Mean time between the tokens of a choice.',
        this.#outputToken,
      ),
    ];
  }
}
