import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Cassette } from '../cassette/cassette.ts';
import { readCassettes } from '../files/cassette-files.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import { checkDrift, type DriftFlags } from './check-drift.ts';
import { collect } from './serve-options.ts';
import { counted } from './counted.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

interface CheckFlags extends DriftFlags {
  readonly secrets?: boolean;
}

export function addCheckCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: (code: MockExitCode) => void,
): void {
  program
    .command('check')
    .description(
      'Make sure that cassettes can be read; with --secrets, that they can be published; with ' +
        '--live or --signatures, that answers still have the structure that is known.',
    )
    .argument('<cassettes...>', 'files, or folders of files')
    .option('--secrets', 'look for keys, cookies, addresses and ids of accounts')
    .option(
      '--live <address>',
      'ask a provider everything again, and compare the structure of its answers with that of ' +
        'the recorded ones; /path=address for more than one',
      collect,
    )
    .option(
      '--header <header>',
      "sent with --live: 'authorization: Bearer $OPENAI_API_KEY', filled from the environment",
      collect,
    )
    .option('--signatures <file>', 'compare with the structures that this file has')
    .option('--update', 'write the structures of now into that file')
    .option('--report <file>', 'write what differs as JSON')
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      const { cwd } = surroundings;
      const cassettes = readCassettes(...paths.map((path) => resolve(cwd, path)));
      const isForDrift = flags.live !== undefined || flags.signatures !== undefined;
      if (!isForDrift && (flags.update === true || flags.report !== undefined))
        throw new UsageError('--update and --report need --signatures or --live');
      const drift = isForDrift
        ? await checkDrift(cassettes, flags, surroundings)
        : exitCodes.ok;
      const isForSecrets = flags.secrets === true;
      if (isForDrift && !isForSecrets) return finish(drift);
      finish(
        Math.max(check(cassettes, isForSecrets, surroundings), drift) as MockExitCode,
      );
    });
}

function check(
  cassettes: readonly Cassette[],
  forSecrets: boolean,
  { stdout, stderr }: MockSurroundings,
): MockExitCode {
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
  const looked = `${counted(cassettes.length, 'cassette')}, ${counted(numExchanges, 'exchange')}`;
  stdout.write(
    forSecrets
      ? `${looked}, ${counted(numFindings, 'possible secret')}\n`
      : `${looked}, all readable\n`,
  );
  return numFindings === 0 ? exitCodes.ok : exitCodes.failed;
}
