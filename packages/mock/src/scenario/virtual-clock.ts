/** Time that passes only when told to. */
export class VirtualClock {
  #nowMs = 0;
  readonly #startedAt: number;

  /** @param startedAt Unix time in seconds at which the clock starts. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Milliseconds since the start. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Unix time in whole seconds, as `created` has it. */
  get unixSeconds(): number {
    return Math.floor(this.#startedAt + this.#nowMs / 1000);
  }

  /** Lets time pass; a negative span is none. */
  advance(ms: number): void {
    this.#nowMs += Math.max(0, ms);
  }
}
