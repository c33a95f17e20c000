/**
 * samewire against llama-server of the same source with the same options, side by side in one
 * run: rounds alternate, so that what else the machine does falls on both.
 *
 *     npm run bench -- [--only NAME,…] [--model FILE] [--rounds N] [--out FOLDER] [-- FLAGS]
 *
 * FLAGS go to `samewire serve`, for example `--kv-layout pooled`. Into FOLDER go every value
 * (results.json), the tables (results.md) and a picture of the ratios (ratios.svg).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureLlamaCpp } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from '../packages/engine/scripts/console-progress.ts';
import { type Contender, llamaServer, samewire, type Starter } from './contender.ts';
import { findModel } from './models.ts';
import { plotRatios } from './plot.ts';
import {
  describeMachine,
  formatReport,
  type Report,
  type ScenarioResult,
} from './report.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options, positionals: serveFlags } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    model: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    out: { type: 'string', default: join(root, '.cache/bench') },
  },
});
const chosen = chooseScenarios(options.only?.split(','));
const progress = new ConsoleProgress();
const { buildDir, sourceDir } = await ensureLlamaCpp(progress, 'llama-server');
const program = join(buildDir, 'bin/llama-server');
const starters: readonly Starter[] = [
  samewire(root, serveFlags),
  llamaServer('llama-server', program, []),
  // One pool for all slots, and steps that stall streams less: what a careful operator sets.
  llamaServer('llama-server, tuned', program, ['--kv-unified', '--batch-size', '256']),
];
const machine = describeMachine();
const results: ScenarioResult[] = [];
for (const scenario of chosen) results.push(await measure(scenario));
progress.done();
const report: Report = { machine, scenarios: results };
mkdirSync(options.out, { recursive: true });
const write = (name: string, text: string) =>
  writeFileSync(join(options.out, name), text);
write('results.json', `${JSON.stringify(report, undefined, 2)}\n`);
write('results.md', `# Results\n\n${formatReport(report)}\n`);
write('ratios.svg', plotRatios(report));
console.log(formatReport(report));
console.log(`\nwritten to ${options.out}`);

function chooseScenarios(names: readonly string[] | undefined): readonly Scenario[] {
  const known = scenarios.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no scenario "${unknown}". There are: ${known.join(', ')}.`);
    process.exit(2);
  }
  return scenarios.filter(({ name }) => names?.includes(name) ?? true);
}

async function measure(scenario: Scenario): Promise<ScenarioResult> {
  const sources = { root, llamaCppDir: sourceDir, given: options.model };
  const modelPath = await findModel(scenario.model, sources, progress);
  progress.step(scenario.title);
  const values: Record<string, Record<string, number[]>> = {};
  const commands: Record<string, string> = {};
  const numRounds = Number(options.rounds);
  for (let round = 0; round < numRounds; round++) {
    for (const [index, starter] of starters.entries()) {
      const { name } = starter;
      const contender = await starter.start(resolve(modelPath), scenario.needs);
      commands[name] = readable(contender);
      const measured = await runAndStop(scenario, contender);
      const ofContender = (values[name] ??= {});
      for (const [metric, value] of Object.entries(measured))
        (ofContender[metric] ??= []).push(value);
      progress.fraction(
        (round * starters.length + index + 1) / (numRounds * starters.length),
      );
    }
  }
  const { name, title, metrics } = scenario;
  return { name, title, metrics, model: basename(modelPath), values, commands };
}

async function runAndStop(scenario: Scenario, contender: Contender) {
  try {
    return await scenario.run(contender);
  } finally {
    await contender.stop();
  }
}

/** The command without this machine's folders. */
function readable({ command }: Contender): string {
  return command.map((part) => (part.startsWith('/') ? basename(part) : part)).join(' ');
}
