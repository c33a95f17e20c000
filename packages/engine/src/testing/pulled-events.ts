import type { EngineEvent } from '../engine-event.ts';

/** Says what happens next: an event, or something to wait for before it goes on. */
export type EventSteps = Generator<EngineEvent | Promise<void>, void, void>;

/**
 * The events of one request, each made when it is asked for. An async generator would make three
 * promises for each of them; this makes one.
 */
export class PulledEvents implements AsyncIterableIterator<EngineEvent> {
  readonly #steps: EventSteps;
  /** What a step waits for that was looked at and was not ready. */
  #held: Promise<void> | undefined;

  constructor(steps: EventSteps) {
    this.#steps = steps;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  takeReady(): EngineEvent | undefined {
    if (this.#held !== undefined) return undefined;
    try {
      const { value } = this.#steps.next();
      if (!(value instanceof Promise)) return value ?? undefined;
      this.#hold(value);
    } catch (error) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as it was thrown
      this.#hold(Promise.reject(error));
    }
    return undefined;
  }

  next(): Promise<IteratorResult<EngineEvent>> {
    const held = this.#held;
    if (held === undefined) return this.#settle(() => this.#steps.next());
    this.#held = undefined;
    return this.#goOnAfter(held);
  }

  /** Nobody may ever ask for it: it is no unhandled rejection then. */
  #hold(step: Promise<void>): void {
    this.#held = step;
    step.catch(() => {});
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
      return this.#goOnAfter(value);
    } catch (error) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as it was thrown
      return Promise.reject(error);
    }
  }

  #goOnAfter(step: Promise<void>): Promise<IteratorResult<EngineEvent>> {
    return step.then(
      () => this.next(),
      (error: unknown) => this.#settle(() => this.#steps.throw(error)),
    );
  }
}
