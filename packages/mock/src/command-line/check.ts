import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readCassettes } from '../files/cassette-files.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode } from './usage-error.ts';

export function addCheckCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: (code: MockExitCode) => void,
): void {
  program
    .command('check')
    .description('Make sure that cassettes can be read and, with --secrets, published.')
    .argument('<cassettes...>', 'files, or folders of files')
    .option('--secrets', 'look for keys, cookies, addresses and ids of accounts')
    .action((paths: readonly string[], { secrets }: { readonly secrets?: boolean }) => {
      finish(check(paths, secrets === true, surroundings));
    });
}

function check(
  paths: readonly string[],
  forSecrets: boolean,
  { cwd, stdout, stderr }: MockSurroundings,
): MockExitCode {
  const cassettes = readCassettes(...paths.map((path) => resolve(cwd, path)));
  let numFindings = 0;
  for (const cassette of forSecrets ? cassettes : [])
    for (const { exchange, where, what } of findSecrets(cassette)) {
      numFindings += 1;
      stderr.write(`${cassette.name}, exchange ${exchange + 1}, ${where}: ${what}\n`);
    }
  const numExchanges = cassettes.reduce(
    (sum, { exchanges }) => sum + exchanges.length,
    0,
  );
  const counted = `${cassettes.length} cassettes, ${numExchanges} exchanges`;
  stdout.write(
    forSecrets
      ? `${counted}, ${numFindings} possible secrets\n`
      : `${counted}, all readable\n`,
  );
  return numFindings === 0 ? exitCodes.ok : exitCodes.failed;
}
