import type { Response, ResponseStreamEvent } from '@samewire/shared-types';
import type { PreparedResponse } from './response-service.ts';

/** A background response that is being worked on; any number of readers may follow it. */
export class LiveResponse {
  readonly prepared: PreparedResponse;
  readonly controller = new AbortController();
  /** How often its generation has begun, this server's included. */
  numStarts: number;
  /** Whether a client may have seen text of it. */
  isTold = false;
  /** Whether the store has it as being generated. */
  isStoredAsBegun = false;
  /** Whether it is not to be stored as it ended, but left to the next server. */
  isLeft = false;
  readonly #events: ResponseStreamEvent[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #grown = Promise.withResolvers<void>();
  #isEnded = false;
  #writes: Promise<unknown> = Promise.resolve();

  /** @param numStarts how often its generation has begun before */
  constructor(prepared: PreparedResponse, numStarts: number) {
    this.prepared = prepared;
    this.numStarts = numStarts;
  }

  /** As whoever asks now is told: without output before the end, so that it may begin again. */
  get response(): Response {
    const { response } = this.prepared.progress;
    return response.status === 'in_progress' ? { ...response, output: [] } : response;
  }

  /** Resolves when nothing more is going to happen. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Writes to the store, behind what was written about this response before. */
  write(change: () => Promise<void>): Promise<void> {
    const written = this.#writes.then(change);
    this.#writes = written.catch(() => undefined);
    return written;
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
