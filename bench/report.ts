import { cpus, loadavg, totalmem } from 'node:os';
import { type Metric, quantile } from './scenario.ts';

/** Values of one metric, one per round, in the order they were measured. */
type Rounds = readonly number[];

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly model: string;
  readonly metrics: readonly Metric[];
  /** By contender, then by metric. */
  readonly values: Readonly<Record<string, Readonly<Record<string, Rounds>>>>;
  /** By contender. */
  readonly commands: Readonly<Record<string, string>>;
}

export interface Report {
  readonly machine: Machine;
  readonly scenarios: readonly ScenarioResult[];
}

interface Machine {
  readonly cpu: string;
  readonly numCores: number;
  readonly memoryGiB: number;
  readonly loadBefore: number;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    numCores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: loadavg()[0] ?? 0,
    node: process.versions.node,
  };
}

interface Spread {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
}

function spreadOf(rounds: Rounds): Spread {
  return {
    lowest: quantile(rounds, 0),
    median: quantile(rounds, 0.5),
    highest: quantile(rounds, 1),
  };
}

/** How much better `ours` is; above 1 is better. */
export function ratioOf(metric: Metric, ours: Rounds, theirs: Rounds): number {
  const [mine, other] = [spreadOf(ours).median, spreadOf(theirs).median];
  return metric.better === 'higher' ? mine / other : other / mine;
}

/** The report as tables: medians over the rounds, with the lowest and the highest beside. */
export function formatReport({ machine, scenarios }: Report): string {
  return [
    `${machine.cpu}, ${machine.numCores} cores, ${machine.memoryGiB} GiB, ` +
      `Node ${machine.node}; load before: ${machine.loadBefore.toFixed(2)}`,
    'Medians of the rounds (lowest–highest). A ratio above 1 means that samewire is better.',
    ...scenarios.map(formatScenario),
  ].join('\n\n');
}

function formatScenario(result: ScenarioResult): string {
  const [ours = '', ...others] = Object.keys(result.values);
  const header = ['', ours, ...others.flatMap((name) => [name, 'ratio'])];
  const rows = result.metrics.map((metric) => {
    const roundsOf = (contender: string) => result.values[contender]?.[metric.name] ?? [];
    return [
      `${metric.name}, ${metric.unit}`,
      formatSpread(roundsOf(ours)),
      ...others.flatMap((name) => [
        formatSpread(roundsOf(name)),
        ratioOf(metric, roundsOf(ours), roundsOf(name)).toFixed(2),
      ]),
    ];
  });
  const rule = tableLine(header.map((_, index) => (index === 0 ? '---' : '---:')));
  return [
    `**${result.title}** (\`${result.name}\`, ${result.model})\n`,
    tableLine(header),
    rule,
    ...rows.map(tableLine),
  ].join('\n');
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function formatSpread(rounds: Rounds): string {
  const { lowest, median, highest } = spreadOf(rounds);
  const digits = median >= 100 ? 0 : median >= 10 ? 1 : 2;
  const text = (value: number) => value.toFixed(digits);
  return rounds.length === 1
    ? text(median)
    : `${text(median)} (${text(lowest)}–${text(highest)})`;
}
