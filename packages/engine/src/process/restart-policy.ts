const delaysMs = [0, 500, 1000, 2000, 4000, 8000];
const windowMs = 60_000;
const maxCrashes = 5;

/**
 * When a crashed engine may be started again: at once, then after longer and longer waits, and
 * not at all after five crashes within a minute, when the model or the machine is at fault.
 */
export class RestartPolicy {
  readonly #now: () => number;
  #crashes: number[] = [];

  /** @param now milliseconds of a clock that never jumps */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds to wait before starting again after a crash now; undefined: give up. */
  afterCrash(): number | undefined {
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < windowMs), now];
    if (this.#crashes.length >= maxCrashes) return undefined;
    return delaysMs[this.#crashes.length - 1];
  }
}
