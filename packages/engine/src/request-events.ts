import type { EngineEvents } from './engine.ts';
import type { EngineEvent } from './engine-event.ts';
import type { EventQueue } from './event-queue.ts';

/** A request that was handed over. */
export interface SubmittedRequest {
  readonly queue: EventQueue;
  /** Resolves once the engine has taken it. */
  readonly accepted: Promise<EngineEvent>;
}

/**
 * The events of one request, which is submitted when the first of them is asked for. Not a
 * generator: every token would pass through promises of its own there. For one reader, who asks
 * again when the last answer has come.
 */
export class RequestEvents implements AsyncIterableIterator<EngineEvent>, EngineEvents {
  readonly #submit: () => SubmittedRequest;
  #queue: EventQueue | undefined;
  #hasReaderGone = false;

  constructor(submit: () => SubmittedRequest) {
    this.#submit = submit;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<EngineEvent>> {
    if (this.#queue !== undefined) return this.#queue.next();
    if (this.#hasReaderGone) return Promise.resolve({ done: true, value: undefined });
    const { queue, accepted } = this.#submit();
    this.#queue = queue;
    return accepted.then((value) => ({ done: false, value }));
  }

  takeReady(): EngineEvent | undefined {
    return this.#queue?.takeReady();
  }

  return(): Promise<IteratorResult<EngineEvent>> {
    this.#hasReaderGone = true;
    return this.#queue?.return() ?? Promise.resolve({ done: true, value: undefined });
  }
}
