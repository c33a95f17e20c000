import type { Labels, Sample } from './family.ts';

/** Counts by the values of one label. A value has a series once it was counted. */
export class LabelCounts {
  readonly #label: string;
  readonly #counts = new Map<string, number>();

  /** @param label its name */
  constructor(label: string) {
    this.#label = label;
  }

  add(value: string): void {
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  /** @param others labels that all have beside it */
  samples(others: Labels = {}): Sample[] {
    const label = this.#label;
    return Array.from(this.#counts, ([value, count]) => ({
      labels: { ...others, [label]: value },
      value: count,
    }));
  }
}
