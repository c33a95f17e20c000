import type { ResponseStreamEvent } from '@samewire/shared-types';
import type { ResponseProgress } from '../engine-to-wire/response-progress.ts';

/** A background response that is being worked on; any number of readers may follow it. */
export class LiveResponse {
  readonly progress: ResponseProgress;
  readonly controller = new AbortController();
  readonly #events: ResponseStreamEvent[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #grown = Promise.withResolvers<void>();
  #isEnded = false;

  constructor(progress: ResponseProgress) {
    this.progress = progress;
  }

  /** Resolves when nothing more is going to happen. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  add(events: readonly ResponseStreamEvent[]): void {
    this.#events.push(...events);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#ended.resolve();
    this.#wake();
  }

  /** All events, those that have been and those that come, to the end. */
  async *events(): AsyncGenerator<ResponseStreamEvent> {
    for (let next = 0; ;) {
      const event = this.#events[next];
      if (event !== undefined) {
        next += 1;
        yield event;
      } else if (this.#isEnded) return;
      else await this.#grown.promise;
    }
  }

  #wake(): void {
    this.#grown.resolve();
    this.#grown = Promise.withResolvers();
  }
}
