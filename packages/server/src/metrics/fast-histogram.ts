import type { Histogram } from '@samewire/engine';

/** A histogram for what happens with every request or token: prom-client's takes ten times as long. */
export class FastHistogram implements Histogram {
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;
  /** Of values. */
  count = 0;

  /** @param bounds rising */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
    counts[index] = (counts[index] ?? 0) + 1;
    this.sum += value;
    this.count += 1;
  }
}
