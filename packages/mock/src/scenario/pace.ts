import type { Random } from './random.ts';
import type { Latency } from './scenario.ts';
import type { VirtualClock } from './virtual-clock.ts';

const tokensPerBurst = 4;

/** Advances a clock token by token, as a scenario's latency has it. */
export class Pace {
  readonly #latency: Latency;
  readonly #clock: VirtualClock;
  readonly #random: Random;
  #numTokens = 0;

  constructor(latency: Latency, clock: VirtualClock, random: Random) {
    this.#latency = latency;
    this.#clock = clock;
    this.#random = random;
    clock.advance(latency.firstTokenMs ?? 0);
  }

  /** Lets the time pass that a token takes. */
  token(): void {
    const { pauses = [] } = this.#latency;
    const number = this.#numTokens++;
    if (number > 0) this.#clock.advance(this.#gapBefore(number));
    for (const { beforeToken, ms } of pauses) {
      if (beforeToken === number) this.#clock.advance(ms);
    }
  }

  #gapBefore(number: number): number {
    const { tokensPerSecond, shape = 'steady' } = this.#latency;
    if (tokensPerSecond === undefined) return 0;
    const mean = 1000 / tokensPerSecond;
    if (shape === 'jittered') return mean * (0.5 + this.#random.next());
    if (shape === 'bursts')
      return number % tokensPerBurst === 0 ? mean * tokensPerBurst : 0;
    return mean;
  }
}
