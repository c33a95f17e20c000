import type { EngineEvent, FinishEvent } from '@samewire/engine';
import type { ResponseStreamEvent, ServedTier } from '@samewire/shared-types';
import { toPartLogprobs } from '../engine-to-wire/response-logprobs.ts';
import type {
  ResponsePiece,
  ResponseProgress,
} from '../engine-to-wire/response-progress.ts';
import { UsageCounter } from '../engine-to-wire/usage.ts';
import type { WireError } from '../errors/wire-error.ts';

export interface ResponseRunOptions {
  readonly progress: ResponseProgress;
  readonly serviceTier: ServedTier;
  /**
   * Stores the response as it ended. Awaited before the last event, so that whoever has
   * seen the end can go on from it.
   */
  readonly store: (pieces: readonly ResponsePiece[]) => Promise<void>;
  /** What clients are told of a failure; it is also the place to log it. */
  readonly onFailure: (error: unknown) => WireError;
}

/** The generation of one response, from the engine's first event to the end. */
export class ResponseRun {
  /** What went wrong, once it did. */
  failure: WireError | undefined;
  readonly #options: ResponseRunOptions;
  readonly #pieces: ResponsePiece[] = [];
  readonly #usage = new UsageCounter();

  constructor(options: ResponseRunOptions) {
    this.#options = options;
  }

  /** The events of the stream, in their order, from `response.in_progress` on. */
  async *events(
    engineEvents: AsyncIterable<EngineEvent>,
  ): AsyncGenerator<ResponseStreamEvent> {
    const { progress } = this.#options;
    try {
      yield* progress.start();
      for await (const event of engineEvents) yield* this.#take(event);
    } catch (error) {
      yield* this.fail(error);
    }
  }

  /** The events that tell of a failure. */
  async *fail(error: unknown): AsyncGenerator<ResponseStreamEvent> {
    this.failure = this.#options.onFailure(error);
    const events = this.#options.progress.fail(this.failure);
    await this.#storeFailure();
    yield* events;
  }

  /** A store that fails as well changes nothing about how the response ended. */
  async #storeFailure(): Promise<void> {
    try {
      await this.#options.store(this.#pieces);
    } catch (error) {
      this.#options.onFailure(error);
    }
  }

  async *#take(event: EngineEvent): AsyncGenerator<ResponseStreamEvent> {
    switch (event.type) {
      case 'accepted':
        this.#usage.addPrompt(event.numPromptTokens);
        break;
      case 'text-delta': {
        const { text, logprobs } = event;
        const piece = {
          text,
          ...(logprobs === undefined ? {} : { logprobs: toPartLogprobs(logprobs) }),
        };
        this.#pieces.push(piece);
        yield* this.#options.progress.addText(piece);
        break;
      }
      case 'finish':
        yield* this.#finish(event);
        break;
    }
  }

  async *#finish(event: FinishEvent): AsyncGenerator<ResponseStreamEvent> {
    this.#usage.addChoice(event);
    const { progress, serviceTier } = this.#options;
    yield* progress.finish({
      serviceTier,
      status: toStatus(event),
      usage: this.#usage.toResponseUsage(),
      completedAt: Math.floor(Date.now() / 1000),
    });
    await this.#options.store(this.#pieces);
    yield* progress.end();
  }
}

function toStatus({ reason }: FinishEvent): 'completed' | 'incomplete' | 'cancelled' {
  switch (reason) {
    case 'stop-token':
    case 'stop-sequence':
      return 'completed';
    case 'length':
      return 'incomplete';
    case 'cancelled':
      return 'cancelled';
  }
}
