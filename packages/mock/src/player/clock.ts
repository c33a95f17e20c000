/** Time, so that a test can be the one that lets it pass. */
export interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /**
   * Resolves after this many milliseconds.
   *
   * @throws the signal's reason once it is aborted
   */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time of the machine. Timers are looked up when needed, so fake ones work. */
export const realClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.min(ms, maxTimerMs),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** A timer cannot wait longer. */
const maxTimerMs = 2 ** 31 - 1;

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Time that passes only when told to, or, with `auto`, at once whenever somebody waits. */
export class VirtualClock implements Clock {
  #now = 0;
  #sleepers: Sleeper[] = [];
  readonly #isAuto: boolean;

  constructor({ auto = false }: { readonly auto?: boolean } = {}) {
    this.#isAuto = auto;
  }

  now(): number {
    return this.#now;
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { dueMs: this.#now + ms, wake: resolve };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      reject(signal.reason as Error);
    });
    if (this.#isAuto) queueMicrotask(() => this.#passTo(sleeper.dueMs));
    return promise;
  }

  /** Lets time pass; whoever is due wakes up in order, and may wait again within it. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#now + ms;
    await settle();
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#wake(next);
      await settle();
    }
    this.#now = untilMs;
  }

  #passTo(untilMs: number): void {
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs))
      this.#wake(next);
  }

  #next(untilMs: number): Sleeper | undefined {
    const due = this.#sleepers.filter(({ dueMs }) => dueMs <= untilMs);
    return due.toSorted((left, right) => left.dueMs - right.dueMs)[0];
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    this.#now = Math.max(this.#now, sleeper.dueMs);
    sleeper.wake();
  }
}

/** Lets everything run that waits for nothing but its turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
