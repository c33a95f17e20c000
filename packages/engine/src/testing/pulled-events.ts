import type { EngineEvent } from '../engine-event.ts';

/** Says what happens next: an event, or something to wait for before it goes on. */
export type EventSteps = Generator<EngineEvent | Promise<void>, void, void>;

/**
 * The events of one request, each made when it is asked for. An async generator would make three
 * promises for each of them; this makes one.
 */
export class PulledEvents implements AsyncIterableIterator<EngineEvent> {
  readonly #steps: EventSteps;

  constructor(steps: EventSteps) {
    this.#steps = steps;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<EngineEvent>> {
    return this.#settle(() => this.#steps.next());
  }

  return(): Promise<IteratorResult<EngineEvent>> {
    return this.#settle(() => this.#steps.return());
  }

  #settle(
    go: () => IteratorResult<EngineEvent | Promise<void>, void>,
  ): Promise<IteratorResult<EngineEvent>> {
    try {
      const { done, value } = go();
      if (done === true || value === undefined)
        return Promise.resolve({ done: true, value: undefined });
      if (!(value instanceof Promise)) return Promise.resolve({ done: false, value });
      return value.then(
        () => this.next(),
        (error: unknown) => this.#settle(() => this.#steps.throw(error)),
      );
    } catch (error) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as it was thrown
      return Promise.reject(error);
    }
  }
}
