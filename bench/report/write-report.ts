import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../packages/engine/scripts/run-command.ts';
import type { Scenario } from '../scenario.ts';
import { formatPage } from './page.ts';
import { plotRatios } from './plot.ts';
import type { Results } from './results.ts';
import { formatResults } from './tables.ts';

const formatter = fileURLToPath(
  new URL('../../node_modules/.bin/oxfmt', import.meta.url),
);

export const resultsFile = 'results.json';

/** Every value, the tables, a picture of the ratios, and the page about all of it. */
export async function writeReport(
  folder: string,
  scenarios: readonly Scenario[],
  results: Results,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files: Readonly<Record<string, string>> = {
    [resultsFile]: `${JSON.stringify(results, undefined, 2)}\n`,
    'results.md': `${formatResults(results)}\n`,
    'ratios.svg': plotRatios(results),
    'README.md': formatPage(scenarios, results),
  };
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, name), text);
  // What is kept from version control is not formatted either.
  await runCommand(formatter, ['--no-error-on-unmatched-pattern', folder]);
}
