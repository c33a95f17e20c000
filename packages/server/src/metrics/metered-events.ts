import { EngineError, type EngineEvent, type EngineEvents } from '@samewire/engine';
import type { GenerationMetrics } from './generation-metrics.ts';

/**
 * The events of one request, counted as they are read. Not a generator: the reader gets the
 * engine's own promise, and this looks at it in passing.
 */
export class MeteredEvents implements AsyncIterableIterator<EngineEvent> {
  readonly #source: EngineEvents;
  readonly #events: AsyncIterator<EngineEvent>;
  readonly #metrics: GenerationMetrics;
  /** When each choice had its newest text. */
  readonly #textAt: number[] = [];

  constructor(events: EngineEvents, metrics: GenerationMetrics) {
    this.#source = events;
    this.#events = events[Symbol.asyncIterator]();
    this.#metrics = metrics;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  takeReady(): EngineEvent | undefined {
    const event = this.#source.takeReady?.();
    if (event !== undefined) this.#count(event);
    return event;
  }

  next(): Promise<IteratorResult<EngineEvent>> {
    const result = this.#events.next();
    result.then(this.#look, this.#fail);
    return result;
  }

  async return(value?: unknown): Promise<IteratorResult<EngineEvent>> {
    await this.#events.return?.(value);
    return { done: true, value: undefined };
  }

  readonly #look = ({ value, done }: IteratorResult<EngineEvent>): void => {
    if (done !== true) this.#count(value);
  };

  readonly #fail = (error: unknown): void => {
    this.#metrics.rejected(EngineError.isInstance(error) ? error.code : 'internal');
  };

  #count(event: EngineEvent): void {
    switch (event.type) {
      case 'accepted':
        this.#metrics.accepted(event.numPromptTokens);
        return;
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta':
        this.#countText(event.choice);
        return;
      case 'finish':
        this.#metrics.finished(event);
    }
  }

  #countText(choice: number): void {
    const now = performance.now();
    const before = this.#textAt[choice];
    if (before !== undefined) this.#metrics.textFollowed(now - before);
    this.#textAt[choice] = now;
  }
}
