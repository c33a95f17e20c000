import { Command, CommanderError } from 'commander';
import { CassetteError } from '../cassette/cassette-error.ts';
import { FaultError } from '../faults/fault-error.ts';
import { ImportError } from '../import/imported.ts';
import { MockError } from '../mock/mock-error.ts';
import { addCheckCommand } from './check.ts';
import { addImportCommand } from './import.ts';
import { addMigrateCommand } from './migrate.ts';
import { addProfilesCommand } from './profiles.ts';
import { addRecordCommand, addServeCommand } from './serve.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

/**
 * The command `samewire mock`. It touches nothing of the process but what it is given, and
 * returns the exit status.
 */
export async function runMockCommand(
  surroundings: MockSurroundings,
): Promise<MockExitCode> {
  const { argv, command, stdout, stderr } = surroundings;
  let exitCode: MockExitCode = exitCodes.ok;
  const finish = (code: MockExitCode) => {
    exitCode = code;
  };
  const program = new Command(command)
    .description('Replays recorded providers byte for byte, offline.')
    .showHelpAfterError(`Type ${command} --help for what can be typed.`)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    });
  for (const add of [
    addServeCommand,
    addRecordCommand,
    addCheckCommand,
    addImportCommand,
    addMigrateCommand,
    addProfilesCommand,
  ])
    add(program, surroundings, finish);
  for (const subcommand of program.commands)
    subcommand
      .copyInheritedSettings(program)
      .showHelpAfterError(`Type ${command} ${subcommand.name()} --help for its options.`);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return tell(error, surroundings);
  }
}

function tell(error: unknown, { stderr }: MockSurroundings): MockExitCode {
  // Commander has said what it had to say; asking for help is no failure.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const isUsage = error instanceof UsageError;
  const isExpected = [CassetteError, FaultError, ImportError, MockError].some(
    (kind) => error instanceof kind,
  );
  if (!isUsage && !isExpected) throw error;
  stderr.write(`error: ${(error as Error).message}\n`);
  return isUsage ? exitCodes.usage : exitCodes.failed;
}
