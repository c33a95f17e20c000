import { Counter, Histogram, type Registry } from 'prom-client';
import type { FinishEvent } from '@samewire/engine';
import {
  durationBuckets,
  firstTokenBuckets,
  outputTokenBuckets,
  tokenBuckets,
} from './buckets.ts';

/** What is counted of requests. No label says who asked or what. */
export class RequestMetrics {
  readonly requests: Counter<'route' | 'status'>;
  readonly rejected: Counter<'reason'>;
  readonly #finished: Counter<'finish_reason'>;
  readonly #duration: Histogram<'route'>;
  readonly #queueTime: Histogram;
  readonly #firstToken: Histogram;
  readonly #outputToken: Histogram;
  readonly #promptTokens: Histogram;
  readonly #generationTokens: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.requests = new Counter({
      name: 'samewire_requests_total',
      help: 'HTTP requests that were answered',
      labelNames: ['route', 'status'],
      registers,
    });
    this.rejected = new Counter({
      name: 'samewire_rejected_total',
      help: 'Requests that the engine refused or failed',
      labelNames: ['reason'],
      registers,
    });
    this.#finished = new Counter({
      name: 'samewire_choices_total',
      help: 'Choices that ended',
      labelNames: ['finish_reason'],
      registers,
    });
    this.#duration = new Histogram({
      name: 'samewire_request_duration_seconds',
      help: 'From the first byte of a request to the last of its answer',
      labelNames: ['route'],
      buckets: durationBuckets,
      registers,
    });
    this.#queueTime = new Histogram({
      name: 'samewire_queue_time_seconds',
      help: 'From acceptance of a choice to its first step',
      buckets: firstTokenBuckets,
      registers,
    });
    this.#firstToken = new Histogram({
      name: 'samewire_time_to_first_token_seconds',
      help: 'From acceptance of a choice to its first token',
      buckets: firstTokenBuckets,
      registers,
    });
    this.#outputToken = new Histogram({
      name: 'samewire_time_per_output_token_seconds',
      help: 'Mean time between the tokens of a choice',
      buckets: outputTokenBuckets,
      registers,
    });
    this.#promptTokens = new Histogram({
      name: 'samewire_request_prompt_tokens',
      help: 'Prompt tokens of a request',
      buckets: tokenBuckets,
      registers,
    });
    this.#generationTokens = new Histogram({
      name: 'samewire_request_generation_tokens',
      help: 'Generated tokens of a choice',
      buckets: tokenBuckets,
      registers,
    });
  }

  /** An answer has been sent, or its client has gone. */
  answered(route: string, status: number, milliseconds: number): void {
    this.requests.inc({ route, status: String(status) });
    this.#duration.observe({ route }, milliseconds / 1000);
  }

  accepted(numPromptTokens: number): void {
    this.#promptTokens.observe(numPromptTokens);
  }

  finished({ reason, numGeneratedTokens, timings }: FinishEvent): void {
    this.#finished.inc({ finish_reason: reason });
    this.#generationTokens.observe(numGeneratedTokens);
    if (numGeneratedTokens === 0) return;
    this.#queueTime.observe(timings.queueMs / 1000);
    this.#firstToken.observe((timings.queueMs + timings.prefillMs) / 1000);
    if (numGeneratedTokens === 1) return;
    this.#outputToken.observe(timings.decodeMs / 1000 / (numGeneratedTokens - 1));
  }
}
