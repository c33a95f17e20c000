import { Counter, Histogram, type Registry } from 'prom-client';
import type { FinishEvent } from '@samewire/engine';
import {
  durationBuckets,
  firstTokenBuckets,
  outputTokenBuckets,
  tokenBuckets,
} from './buckets.ts';
import { type Family, histogramOfSeconds } from './family.ts';
import { FastHistogram } from './fast-histogram.ts';

/** What is counted of what the engine generates. No label says who asked or what. */
export class GenerationMetrics {
  readonly #rejected: Counter<'reason'>;
  readonly #finished: Counter<'finish_reason'>;
  readonly #queueTime: Histogram;
  readonly #prefillTime: Histogram;
  readonly #firstToken: Histogram;
  readonly #decodeTime: Histogram;
  readonly #duration: Histogram;
  readonly #outputToken: Histogram;
  readonly #interTokenMs = new FastHistogram(
    outputTokenBuckets.map((seconds) => seconds * 1000),
  );
  readonly #promptTokens: Histogram;
  readonly #generationTokens: Histogram;
  readonly #reasoningTokens: Counter;
  readonly #embeddedInputs: Counter;
  readonly #embeddingDuration: Histogram;

  constructor(registry: Registry) {
    const histogram = (name: string, help: string, buckets: readonly number[]) =>
      new Histogram({
        name: `samewire_${name}`,
        help,
        buckets: [...buckets],
        registers: [registry],
      });
    this.#rejected = new Counter({
      name: 'samewire_rejected_total',
      help: 'Requests that the engine refused or failed.',
      labelNames: ['reason'],
      registers: [registry],
    });
    this.#finished = new Counter({
      name: 'samewire_choices_total',
      help: 'Choices that ended.',
      labelNames: ['finish_reason'],
      registers: [registry],
    });
    this.#queueTime = histogram(
      'queue_time_seconds',
      'From acceptance of a choice to its first step.',
      firstTokenBuckets,
    );
    this.#prefillTime = histogram(
      'prefill_time_seconds',
      'From the first step of a choice to its first token.',
      firstTokenBuckets,
    );
    this.#firstToken = histogram(
      'time_to_first_token_seconds',
      'From acceptance of a choice to its first token.',
      firstTokenBuckets,
    );
    this.#decodeTime = histogram(
      'decode_time_seconds',
      'From the first token of a choice to its last.',
      durationBuckets,
    );
    this.#duration = histogram(
      'choice_duration_seconds',
      'From acceptance of a choice to its last token.',
      durationBuckets,
    );
    this.#outputToken = histogram(
      'time_per_output_token_seconds',
      'Mean time between the tokens of a choice.',
      outputTokenBuckets,
    );
    this.#promptTokens = histogram(
      'request_prompt_tokens',
      'Prompt tokens of a request.',
      tokenBuckets,
    );
    this.#generationTokens = histogram(
      'request_generation_tokens',
      'Generated tokens of a choice.',
      tokenBuckets,
    );
    this.#reasoningTokens = new Counter({
      name: 'samewire_reasoning_tokens_total',
      help: 'Generated tokens that were reasoning, of choices that ended.',
      registers: [registry],
    });
    this.#embeddedInputs = new Counter({
      name: 'samewire_embedded_inputs_total',
      help: 'Texts turned into vectors, and documents ranked.',
      registers: [registry],
    });
    this.#embeddingDuration = histogram(
      'embedding_duration_seconds',
      'From the coming of a request for vectors to the last of them.',
      durationBuckets,
    );
  }

  /** What is counted with every token. */
  interTokenLatency(): Family {
    return histogramOfSeconds(
      'samewire_inter_token_latency_seconds',
      'Between two pieces of text of a choice, mostly a token each, as its reader gets them.',
      this.#interTokenMs,
    );
  }

  rejected(reason: string): void {
    this.#rejected.inc({ reason });
  }

  accepted(numPromptTokens: number): void {
    this.#promptTokens.observe(numPromptTokens);
  }

  embedded(numInputs: number, milliseconds: number): void {
    this.#embeddedInputs.inc(numInputs);
    this.#embeddingDuration.observe(milliseconds / 1000);
  }

  /** @param milliseconds since the piece of text before */
  textFollowed(milliseconds: number): void {
    this.#interTokenMs.observe(milliseconds);
  }

  finished(event: FinishEvent): void {
    const { reason, numGeneratedTokens, numReasoningTokens, timings } = event;
    const { queueMs, prefillMs, decodeMs } = timings;
    this.#finished.inc({ finish_reason: reason });
    this.#generationTokens.observe(numGeneratedTokens);
    this.#reasoningTokens.inc(numReasoningTokens);
    if (numGeneratedTokens === 0) return;
    this.#queueTime.observe(queueMs / 1000);
    this.#prefillTime.observe(prefillMs / 1000);
    this.#firstToken.observe((queueMs + prefillMs) / 1000);
    this.#decodeTime.observe(decodeMs / 1000);
    this.#duration.observe((queueMs + prefillMs + decodeMs) / 1000);
    if (numGeneratedTokens === 1) return;
    this.#outputToken.observe(decodeMs / 1000 / (numGeneratedTokens - 1));
  }
}
