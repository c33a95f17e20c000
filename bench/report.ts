import { cpus, loadavg, totalmem } from 'node:os';
import type { Load, Measurement } from './measure.ts';
import { quantile } from './measure.ts';

export interface ScenarioResult {
  readonly load: Load;
  /** By name of the contender; one measurement per round, in the order they were made. */
  readonly rounds: Readonly<Record<string, readonly Measurement[]>>;
  readonly commands: Readonly<Record<string, string>>;
}

export interface Report {
  readonly machine: Machine;
  readonly model: string;
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

/** The report as a table: medians over the rounds, with the lowest and the highest beside. */
export function formatReport({ machine, model, scenarios }: Report): string {
  const lines = [
    `${machine.cpu}, ${machine.numCores} cores, ${machine.memoryGiB} GiB; load before: ${machine.loadBefore.toFixed(2)}`,
    `model ${model}, ${scenarios[0]?.load.maxTokens} tokens per answer; medians of ${numRounds(scenarios)} interleaved rounds (lowest–highest)`,
    '',
    '| streams | | samewire | llama-server | ratio |',
    '| ---: | --- | ---: | ---: | ---: |',
  ];
  for (const { load, rounds } of scenarios) {
    const row = (
      name: string,
      of: (m: Measurement) => number,
      digits: number,
      isTime: boolean,
    ) => {
      const ours = spread(rounds['samewire'] ?? [], of);
      const theirs = spread(rounds['llama-server'] ?? [], of);
      const ratio = isTime ? theirs.median / ours.median : ours.median / theirs.median;
      const cells = [ours, theirs].map((values) => formatSpread(values, digits));
      lines.push(
        `| ${load.numStreams} | ${name} | ${cells.join(' | ')} | ${ratio.toFixed(2)} |`,
      );
    };
    row('tokens/s', (m) => m.tokensPerSecond, 0, false);
    row('first token, median ms', (m) => m.firstTokenMs.median, 1, true);
    row('first token, p95 ms', (m) => m.firstTokenMs.p95, 1, true);
  }
  lines.push('', 'A ratio above 1 means that samewire is better.');
  return lines.join('\n');
}

function numRounds(scenarios: readonly ScenarioResult[]): number {
  return scenarios[0]?.rounds['samewire']?.length ?? 0;
}

interface Spread {
  readonly lowest: number;
  readonly median: number;
  readonly highest: number;
}

function spread(
  measurements: readonly Measurement[],
  of: (m: Measurement) => number,
): Spread {
  const values = measurements.map(of).toSorted((a, b) => a - b);
  return {
    lowest: values[0] ?? Number.NaN,
    median: quantile(values, 0.5),
    highest: values.at(-1) ?? Number.NaN,
  };
}

function formatSpread({ lowest, median, highest }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)}–${highest.toFixed(digits)})`;
}
