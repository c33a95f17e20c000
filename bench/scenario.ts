import type { Contender } from './contender.ts';

/** What a scenario measures. */
export interface Metric {
  readonly name: string;
  readonly unit: 'tokens/s' | 's' | 'ms' | '%';
  readonly better: 'higher' | 'lower';
}

/** The models that scenarios run on. */
export type ModelKind = 'tiny' | 'sized';

/** How a server is started for a scenario. */
export interface ServerNeeds {
  readonly numSlots: number;
  /** Tokens of the KV cache, over all slots. */
  readonly contextSize: number;
}

/** One question that users ask, as a load and what to look at. */
export interface Scenario {
  readonly name: string;
  /** The question, for the report. */
  readonly title: string;
  readonly model: ModelKind;
  readonly needs: ServerNeeds;
  readonly metrics: readonly Metric[];
  /**
   * Puts the load on a server that was just started.
   *
   * @returns a value for each metric, by its name
   */
  run(contender: Contender): Promise<Readonly<Record<string, number>>>;
}

/** The value below which a fraction of values lies. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ??
    Number.NaN
  );
}
