import { isQuiet } from '../idle.ts';
import { formatMachine } from './machine.ts';
import {
  contendersOf,
  formatRatio,
  formatRounds,
  numRoundsOf,
  ratioTo,
  type Results,
  roundsOf,
  type ScenarioResult,
} from './results.ts';

/** Every result as tables in Markdown. */
export function formatResults({ scenarios }: Results): string {
  return [
    '# Results',
    'Medians of the rounds (lowest–highest). A ratio above 1 means that samewire is better.',
    ...scenarios.map(formatScenario),
  ].join('\n\n');
}

export function formatScenario(result: ScenarioResult): string {
  return [
    `## ${result.name}`,
    `${result.title}. ${conditions(result)}`,
    table(result),
    formatCommands(result),
  ].join('\n\n');
}

/** When and on what it was measured, and whether that can be trusted. */
export function conditions(result: ScenarioResult): string {
  const numRounds = numRoundsOf(result);
  const parts = [
    `Model: ${result.model}. Rounds: ${numRounds}.`,
    ...(result.seeds.length > 0 ? [`Seeds: ${result.seeds.join(', ')}.`] : []),
    `${formatMachine(result.machine)}.`,
  ];
  if (result.busyBefore === undefined) {
    parts.push('Whether others used the machine was not watched.');
  } else if (!isQuiet(result.busyBefore)) {
    const percent = Math.round(result.busyBefore * 100);
    parts.push(`**Not quiet**: others used ${percent} % of the cores before it began.`);
  }
  if (result.size === 'quick')
    parts.push('**A quick run**: small loads, only to see that everything works.');
  return parts.join(' ');
}

function table(result: ScenarioResult): string {
  const [ours, others] = contendersOf(result);
  const header = ['', ours, ...others.flatMap((name) => [name, 'ratio'])];
  const rows = result.metrics.map((metric) => [
    `${metric.name}, ${metric.unit}`,
    formatRounds(roundsOf(result, ours, metric)),
    ...others.flatMap((name) => [
      formatRounds(roundsOf(result, name, metric)),
      formatRatio(ratioTo(result, name, metric)),
    ]),
  ]);
  const rule = header.map((_, index) => (index === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(tableLine).join('\n');
}

export function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function formatCommands({ commands }: ScenarioResult): string {
  return ['```sh', ...Object.values(commands), '```'].join('\n');
}
