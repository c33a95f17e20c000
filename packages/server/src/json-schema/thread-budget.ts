import type { Worker } from 'node:worker_threads';

/** How many times its limit a thread may take that others keep waiting. */
const maxSlowdown = 4;
/** Part of the limit that counts as all of it; the clocks are not the same. */
const nearlyAll = 0.9;

/**
 * Watches that a thread's work stays within its time, which is the processor's and not the
 * clock's: what others use on a busy machine is no fault of the work. Where Node cannot tell
 * (before 24.6) the clock's time counts.
 */
export class ThreadBudget {
  readonly #thread: Worker;
  readonly #limitMs: number;
  readonly #onSpent: () => void;
  readonly #usedBefore: Promise<number | undefined>;
  readonly #last: NodeJS.Timeout;
  #next: NodeJS.Timeout;
  #isOver = false;

  /** The work begins. `onSpent` is called once at most, and not after `end`. */
  constructor(thread: Worker, limitMs: number, onSpent: () => void) {
    this.#thread = thread;
    this.#limitMs = limitMs;
    this.#onSpent = onSpent;
    this.#usedBefore = usedMs(thread);
    this.#last = setTimeout(() => this.#spent(), limitMs * maxSlowdown);
    this.#next = setTimeout(() => void this.#check(), limitMs);
  }

  /** The work is done. */
  end(): void {
    this.#isOver = true;
    clearTimeout(this.#last);
    clearTimeout(this.#next);
  }

  async #check(): Promise<void> {
    const [before, now] = await Promise.all([this.#usedBefore, usedMs(this.#thread)]);
    if (this.#isOver) return;
    const used = before === undefined || now === undefined ? Infinity : now - before;
    const leftMs = this.#limitMs - used;
    if (leftMs > (1 - nearlyAll) * this.#limitMs)
      this.#next = setTimeout(() => void this.#check(), leftMs);
    else this.#spent();
  }

  #spent(): void {
    this.end();
    this.#onSpent();
  }
}

/** Processor time so far, if it can be told. */
async function usedMs(thread: Worker): Promise<number | undefined> {
  try {
    const { user, system } = await thread.cpuUsage();
    return (user + system) / 1000;
  } catch {
    return undefined;
  }
}
