import { existsSync, readFileSync } from 'node:fs';
import { median, quantile } from '../quantile.ts';
import type { Metric, Size } from '../scenario.ts';
import type { Machine } from './machine.ts';

/** Values of one metric, one per round, in the order they were measured. */
type Rounds = readonly number[];

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly size: Size;
  readonly seeds: readonly number[];
  readonly metrics: readonly Metric[];
  /** By contender, samewire first; then by metric. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Rounds>>>>;
  /** By contender. */
  readonly commands: Readonly<Record<string, string>>;
  readonly machine: Machine;
  /** Largest fraction of the cores' time that others used right before a measurement, if known. */
  readonly busyBefore?: number;
}

/** Every value that was measured, as it is kept in results.json. */
export interface Results {
  readonly scenarios: readonly ScenarioResult[];
}

/** @returns no scenarios if there is no such file */
export function readResults(file: string): Results {
  if (!existsSync(file)) return { scenarios: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

/** What was measured again takes the place of what was measured before. */
export function mergeResults(before: Results, now: Results): Results {
  const measured = new Map(
    [...before.scenarios, ...now.scenarios].map((result) => [result.name, result]),
  );
  return { scenarios: [...measured.values()].toSorted(byName) };
}

function byName(a: ScenarioResult, b: ScenarioResult): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

export function roundsOf(
  { values }: ScenarioResult,
  contender: string,
  metric: Metric,
): Rounds {
  return values[contender]?.[metric.name] ?? [];
}

/** samewire, and those it is compared with. */
export function contendersOf({ values }: ScenarioResult): [string, string[]] {
  const [ours = '', ...others] = Object.keys(values);
  return [ours, others];
}

export function numRoundsOf(result: ScenarioResult): number {
  const [first] = result.metrics;
  return first ? roundsOf(result, contendersOf(result)[0], first).length : 0;
}

/** How many times better samewire is than another, by medians; NaN where one has no value. */
export function ratioTo(result: ScenarioResult, other: string, metric: Metric): number {
  const [ours] = contendersOf(result);
  const [mine, theirs] = [ours, other].map((name) =>
    median(roundsOf(result, name, metric)),
  ) as [number, number];
  return metric.better === 'higher' ? mine / theirs : theirs / mine;
}

/** The median, with the lowest and the highest beside it if there are several. */
export function formatRounds(rounds: Rounds): string {
  if (rounds.length === 0) return '–';
  const middle = median(rounds);
  const digits = middle >= 100 ? 0 : middle >= 10 ? 1 : 2;
  const text = (value: number) => value.toFixed(digits);
  if (rounds.length === 1) return text(middle);
  return `${text(middle)} (${text(quantile(rounds, 0))}–${text(quantile(rounds, 1))})`;
}

export function formatRatio(ratio: number): string {
  if (!Number.isFinite(ratio)) return '–';
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;
}
