import type { EngineEvent, FinishEvent } from '@samewire/engine';
import type { ResponseStreamEvent, ServedTier } from '@samewire/shared-types';
import { createCallId } from '../engine-to-wire/chat-answer-form.ts';
import type { ResponsePiece } from '../engine-to-wire/response-piece.ts';
import { ResponsePieces } from '../engine-to-wire/response-pieces.ts';
import type { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import { UsageCounter } from '../engine-to-wire/usage.ts';
import type { WireError } from '../errors/wire-error.ts';

export interface ResponseRunOptions {
  readonly progress: ResponseProgress;
  /** Names of the tools whose input is text. */
  readonly customNames: ReadonlySet<string>;
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
  readonly #cutter: ResponsePieces;
  readonly #usage = new UsageCounter();

  constructor(options: ResponseRunOptions) {
    this.#options = options;
    const { customNames } = options;
    this.#cutter = new ResponsePieces({ customNames, createId: createCallId });
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
        this.#usage.addPrompt(event);
        break;
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta': {
        const piece = this.#cutter.next(event);
        this.#pieces.push(piece);
        yield* this.#options.progress.add(piece);
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
