import type { Engine, EngineEvent, EngineRequest } from '@samewire/engine';
import { FakeEngine } from '@samewire/engine/testing';

/** A sequence that waits for its next token. */
type Waiter = (event: EngineEvent) => void;

/**
 * An engine that answers like the native one under load: in steps, each of which gives one
 * token to every running sequence, with nothing in between but the event loop.
 */
export class SteppingEngine extends FakeEngine implements Engine {
  readonly #numTokens: number;
  #waiters: Waiter[] = [];
  #isStepping = false;

  constructor(numTokens: number) {
    super();
    this.#numTokens = numTokens;
  }

  override async *generate(_request: EngineRequest): AsyncGenerator<EngineEvent> {
    yield { type: 'accepted', numPromptTokens: 1 };
    for (let sent = 0; sent < this.#numTokens; sent++) yield await this.#nextToken();
    yield {
      type: 'finish',
      choice: 0,
      reason: 'length',
      numGeneratedTokens: this.#numTokens,
      numReasoningTokens: 0,
      numCachedTokens: 0,
      timings: { queueMs: 0, prefillMs: 0, decodeMs: 0 },
    };
  }

  #nextToken(): Promise<EngineEvent> {
    if (!this.#isStepping) {
      this.#isStepping = true;
      setImmediate(() => this.#step());
    }
    const { promise, resolve } = Promise.withResolvers<EngineEvent>();
    this.#waiters.push(resolve);
    return promise;
  }

  #step(): void {
    this.#isStepping = false;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters)
      waiter({ type: 'text-delta', choice: 0, text: ' token' });
  }
}
