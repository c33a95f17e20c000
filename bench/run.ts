/**
 * samewire beside those one would use instead, in turns, on one machine. `npm run bench -- --help`
 * says what can be asked for.
 *
 * Into the folder of results go every value (results.json), the tables (results.md), a picture of
 * the ratios (ratios.svg) and the page about them (README.md); of scenarios that are not measured now,
 * what results.json has is kept.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureLlamaCpp } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from '../packages/engine/scripts/console-progress.ts';
import { fetchNodeLlamaCpp } from './contenders/fetch-node-llama-cpp.ts';
import { interruption } from './interruption.ts';
import { measureScenario } from './measure.ts';
import { findAdapters, findModel } from './models.ts';
import { type BenchOptions, readOptions, UnusableOptions, usage } from './options.ts';
import { mergeResults, readResults, type ScenarioResult } from './report/results.ts';
import { formatScenario } from './report/tables.ts';
import { resultsFile, writeReport } from './report/write-report.ts';
import type { Scenario } from './scenario.ts';
import { findScenarios } from './scenarios/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache/bench');
const options = readOptionsOrExit();
const { size, numRounds, serveFlags } = options;
// Loads of another size answer other questions: they never go among the others.
const folder = resolve(options.out ?? join(cache, size));
const before = readResults(join(folder, resultsFile));
if (size === 'quick' && before.scenarios.some((result) => result.size === 'full'))
  giveUp(`${folder} has results of full size; give a quick run another --out.`);
const scenarios = await findScenarios(size);
const chosen = options.isPageOnly ? [] : chooseScenarios(options.only);

const progress = new ConsoleProgress();
let results = before;
try {
  for (const scenario of chosen) {
    const result = await measure(scenario);
    progress.done();
    console.log(`\n${formatScenario(result)}\n`);
    // Written at once: what follows may be interrupted.
    results = mergeResults(results, { scenarios: [result] });
    await writeReport(folder, scenarios, results);
  }
} catch (error) {
  if (!interruption.aborted) throw error;
  console.error(`Interrupted. What was measured is in ${folder}.`);
  process.exit(130);
}
if (options.isPageOnly) await writeReport(folder, scenarios, results);
console.log(`Written to ${folder}`);

function chooseScenarios(names: readonly string[] | undefined): readonly Scenario[] {
  const known = scenarios.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    giveUp(`There is no scenario "${unknown}". There are: ${known.join(', ')}.`);
  return scenarios.filter(({ name }) => names?.includes(name) ?? true);
}

async function measure(scenario: Scenario): Promise<ScenarioResult> {
  const { sourceDir } = await ensureLlamaCpp(progress);
  const sources = { root, llamaCppDir: sourceDir, given: options.model };
  const modelPath = await findModel(scenario.model, sources, progress);
  const setup = {
    size,
    modelPath: resolve(modelPath),
    adapters: (count: number) => findAdapters(count, sources, progress),
    serveFlags,
    async program(name: string) {
      const { buildDir } = await ensureLlamaCpp(progress, name);
      return join(buildDir, 'bin', name);
    },
    nodeLlamaCpp: () => fetchNodeLlamaCpp(cache),
  } as const;
  return measureScenario(scenario, setup, numRounds, progress);
}

function readOptionsOrExit(): BenchOptions {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read !== undefined) return read;
  } catch (error) {
    if (!(error instanceof UnusableOptions)) throw error;
    giveUp(error.message);
  }
  console.log(usage);
  process.exit();
}

function giveUp(problem: string): never {
  console.error(problem);
  process.exit(2);
}
