const minuteMs = 60_000;

/**
 * So many per minute, refilled evenly: whoever has been silent for a minute may use all of
 * it at once. Times are milliseconds of any clock that never goes back.
 */
export class MinuteAllowance {
  readonly perMinute: number;
  #left: number;
  #at: number;

  constructor(perMinute: number, now: number) {
    this.perMinute = perMinute;
    this.#left = perMinute;
    this.#at = now;
  }

  /** How many may be used now; not necessarily whole. */
  leftAt(now: number): number {
    const refilled = ((now - this.#at) / minuteMs) * this.perMinute;
    return Math.min(this.perMinute, this.#left + refilled);
  }

  take(amount: number, now: number): void {
    this.#left = this.leftAt(now) - amount;
    this.#at = now;
  }

  /** Milliseconds until that many may be used; 0 if they may be now. */
  waitFor(amount: number, now: number): number {
    const missing = Math.max(0, amount - this.leftAt(now));
    return Math.ceil((missing / this.perMinute) * minuteMs);
  }

  /** Milliseconds until all of it may be used again. */
  resetAfter(now: number): number {
    return this.waitFor(this.perMinute, now);
  }
}
