/**
 * samewire against llama-server of the same source with the same options, side by side in one
 * run: rounds alternate, so that what else the machine does falls on both.
 *
 *     npm run bench -- [--model FILE] [--rounds N] [--tokens N] [--out FILE.json] [-- FLAGS]
 *
 * FLAGS go to `samewire serve`, for example `--kv-layout pooled`.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureLlamaCpp } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from '../packages/engine/scripts/console-progress.ts';
import { type Contender, startLlamaServer, startSamewire } from './contender.ts';
import { type Load, measure, type Measurement } from './measure.ts';
import {
  describeMachine,
  formatReport,
  type Report,
  type ScenarioResult,
} from './report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = process.env['SAMEWIRE_SHARED'] ?? resolve(root, '../shared');

const { values: options, positionals: serveFlags } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    tokens: { type: 'string', default: '96' },
    out: { type: 'string', default: `${root}.cache/bench/latest.json` },
  },
});
const modelPath = findModel();
const numRounds = Number(options.rounds);
const maxTokens = Number(options.tokens);
/** About as many requests in every scenario. */
const loads: Load[] = [
  { numStreams: 1, numRequests: 24, maxTokens },
  { numStreams: 8, numRequests: 12, maxTokens },
  { numStreams: 32, numRequests: 3, maxTokens },
];

const progress = new ConsoleProgress();
const { buildDir } = await ensureLlamaCpp(progress, 'llama-server');
const machine = describeMachine();
const scenarios: ScenarioResult[] = [];
for (const load of loads) {
  progress.step(`${load.numStreams} streams`);
  scenarios.push(await runScenario(load));
}
progress.done();
const report: Report = { machine, model: basename(modelPath), scenarios };
mkdirSync(dirname(options.out), { recursive: true });
writeFileSync(options.out, `${JSON.stringify(report, undefined, 2)}\n`);
console.log(formatReport(report));
console.log(`\nwritten to ${options.out}`);

function findModel(): string {
  if (options.model) return resolve(options.model);
  const trained = resolve(shared, 'models/stories260K.gguf');
  return existsSync(trained)
    ? trained
    : resolve(root, 'packages/engine/build/models/random.gguf');
}

async function runScenario(load: Load): Promise<ScenarioResult> {
  const rounds: Record<string, Measurement[]> = { samewire: [], 'llama-server': [] };
  const commands: Record<string, string> = {};
  const { numStreams } = load;
  const startOptions = { modelPath, numStreams, contextPerStream: 128, serveFlags };
  const starts = [
    () => startSamewire(root, startOptions),
    () => startLlamaServer(`${buildDir}/bin/llama-server`, startOptions),
  ];
  for (let round = 0; round < numRounds; round++) {
    for (const start of starts) {
      const contender = await start();
      commands[contender.name] = readable(contender);
      rounds[contender.name]?.push(await measureWarm(contender, load));
      await contender.stop();
      progress.fraction((round + 1) / numRounds);
    }
  }
  return { load, rounds, commands };
}

/** Measures after a smaller run of the same kind, which nobody looks at. */
async function measureWarm({ port }: Contender, load: Load): Promise<Measurement> {
  const model = basename(modelPath, '.gguf');
  await measure(port, model, { ...load, numRequests: Math.ceil(load.numRequests / 3) });
  return measure(port, model, load);
}

/** The command without this machine's folders. */
function readable({ command }: Contender): string {
  return command.map((part) => (part.startsWith('/') ? basename(part) : part)).join(' ');
}
