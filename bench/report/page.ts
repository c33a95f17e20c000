import type { Scenario } from '../scenario.ts';
import { formatRatio, ratioTo, type Results, type ScenarioResult } from './results.ts';
import { contendersOf, formatRounds, roundsOf } from './results.ts';
import { conditions, tableLine } from './tables.ts';

/**
 * The page about the benchmarks: what each asks, what came out, and what decides it. Made of the
 * scenarios' own words and of results.json alone.
 */
export function formatPage(
  scenarios: readonly Scenario[],
  { scenarios: results }: Results,
) {
  const resultOf = new Map(results.map((result) => [result.name, result]));
  return [
    introduction,
    summary(scenarios, resultOf),
    ...scenarios.map((scenario) => section(scenario, resultOf.get(scenario.name))),
    method,
    '',
  ].join('\n\n');
}

const introduction = `# Benchmarks

samewire beside those one would use instead, on one machine, in turns: llama-server of the same
source, built with the same options into the same object files; llama.cpp's own measuring programs;
node-llama-cpp. The ratio says how many times better samewire is; below 1 it is worse. This page is
made from [results.json](results.json); [results.md](results.md) has every table with the commands.

\`\`\`sh
npm run bench                                        # everything; some hours on two cores
npm run bench -- --quick                             # small loads, some minutes: does it work here?
npm run bench -- --only streams-8,long-prompt        # some of it
npm run bench -- --rounds 1 --model path/to/model.gguf
npm run bench -- -- --kv-layout pooled               # what follows -- goes to samewire serve
npm run bench -- --out docs/benchmarks               # and write it into this page
npm run bench -- --page --out docs/benchmarks        # this page again, from results.json
\`\`\``;

const method = `## How it is measured

Each round starts every contender anew and lets it take the same load; the next round begins with
another one. Tables show the median of the rounds, with the lowest and the highest. Before each
measurement the benchmark waits until nothing else runs, up to 20 seconds, and says so beside the
result if it did not. One client process on the same machine sends streamed requests over loopback
and shares the cores with the servers. Prompts are token ids drawn from a generator with the seeds
named, so that all read exactly the same; answers are as long for all, whatever the model says.

\`tiny\` is stories260K and \`demo\` the model that comes along, where the server and not the
arithmetic is what counts. \`sized\` is 0.6 billion random weights (Q4_0, vocabulary of Qwen 2),
which take a real model's time; \`sized-hybrid\` 0.5 billion in layers of attention and layers with
a state in turn.

node-llama-cpp is no dependency of the project: it would bring hundreds of megabytes of GPU binaries.
The scenario \`libraries\` fetches it with npm when it first runs, with the binary for this machine's
CPU and without its install scripts, into \`.cache/bench\`. Where that is not possible its column is
missing.

A new scenario is one file in \`bench/scenarios\` that exports \`scenarios\`; nothing else names it.`;

function summary(
  scenarios: readonly Scenario[],
  results: ReadonlyMap<string, ScenarioResult>,
): string {
  const lines = scenarios.map(({ name, question }) => {
    const result = results.get(name);
    return tableLine([
      `[${name}](#${name})`,
      question,
      result ? headline(result) : missing,
      result ? whatIsWorse(result) : '',
    ]);
  });
  const header = ['Scenario', 'Question', 'samewire', 'Where it is worse'];
  const head = [header, header.map(() => '---')].map(tableLine);
  return ['## In short\n', ...head, ...lines, '', picture].join('\n');
}

const missing = 'not measured yet';
const picture = '![How many times better samewire is, by metric](ratios.svg)';

/** The first metric against each of the others: it is the one the question asks for. */
function headline(result: ScenarioResult): string {
  const [metric] = result.metrics;
  const [, others] = contendersOf(result);
  if (!metric) return missing;
  return others
    .map((other) => `${formatRatio(ratioTo(result, other, metric))} ${other}`)
    .join('; ');
}

/** Nobody should have to look for it in the tables. */
function whatIsWorse(result: ScenarioResult): string {
  const [, others] = contendersOf(result);
  const worse = others.flatMap((other) =>
    result.metrics
      .map((metric) => ({ metric, ratio: ratioTo(result, other, metric) }))
      // Less than that is within what one run differs from the next.
      .filter(({ ratio }) => ratio < 0.97)
      .map(({ metric, ratio }) => `${metric.name}: ${formatRatio(ratio)} ${other}`),
  );
  return worse.join('; ');
}

function section(scenario: Scenario, result: ScenarioResult | undefined): string {
  const parts = [`## ${scenario.name}`, `${scenario.question} ${scenario.bound}`];
  if (result) parts.push(figures(result), conditions(result));
  else parts.push(`${scenario.title}: ${missing}.`);
  parts.push(`\`npm run bench -- --only ${scenario.name}\``);
  return parts.join('\n\n');
}

function figures(result: ScenarioResult): string {
  const [ours, others] = contendersOf(result);
  const header = [result.title, ours, ...others];
  const rows = result.metrics.map((metric) => [
    `${metric.name}, ${metric.unit}`,
    formatRounds(roundsOf(result, ours, metric)),
    ...others.map((other) => {
      const rounds = roundsOf(result, other, metric);
      if (rounds.length === 0) return '–';
      return `${formatRounds(rounds)}: ${formatRatio(ratioTo(result, other, metric))}`;
    }),
  ]);
  const rule = header.map((_, index) => (index === 0 ? '---' : '---:'));
  return [header, rule, ...rows].map(tableLine).join('\n');
}
