import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from '../config/config-error.ts';
import { type ConfigFile, readConfigFile } from '../config/config-file.ts';
import { resolveConfig } from '../config/resolve-config.ts';
import {
  kebabName,
  type SettingName,
  settingNames,
  settings,
  variableName,
} from '../config/settings.ts';
import { version } from '../version.ts';
import { CommandError, exitCodes, type ExitCode } from './command-error.ts';
import { expandLlamaServerForms } from './llama-server-forms.ts';
import type { Surroundings } from './surroundings.ts';
import { Terminal } from './terminal.ts';

/** The file that is read from the working directory if no other is named. */
const defaultConfigFile = 'samewire.yaml';

const mockCommand = 'mock';

/**
 * The command `samewire`. It touches nothing of the process but what it is given, and
 * returns the exit status.
 */
export async function runCommandLine(surroundings: Surroundings): Promise<ExitCode> {
  const [command, ...rest] = surroundings.argv;
  if (command === mockCommand) return runMock(rest, surroundings);
  const terminal = new Terminal(surroundings);
  let exitCode: ExitCode = exitCodes.ok;
  const program = createProgram(surroundings);
  const serveCommand = createServeCommand();
  serveCommand.action(async (modelPath: string | undefined) => {
    const config = await readConfig(serveCommand, modelPath, surroundings);
    // Only now: the server and the engine take longer to load than --help may take.
    const { serve } = await import('./serve.ts');
    exitCode = await serve(config, surroundings, terminal);
  });
  program.addCommand(serveCommand);
  serveCommand
    .copyInheritedSettings(program)
    .showHelpAfterError('Type samewire serve --help for its options.');
  program
    .command(mockCommand)
    .description('Replay, record and check recorded providers.');
  try {
    await program.parseAsync(expandLlamaServerForms(surroundings.argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    return tell(error, terminal);
  }
}

/** The mock has a command line of its own, which serving does not load. */
async function runMock(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { runMockCommand } = await import('@samewire/mock/command-line');
  return runMockCommand({ ...surroundings, argv, command: `samewire ${mockCommand}` });
}

function createProgram({ stdout, stderr }: Surroundings): Command {
  return new Command('samewire')
    .description('Serves local models behind the OpenAI wire format.')
    .version(version)
    .showHelpAfterError('Type samewire --help for what can be typed.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    });
}

function createServeCommand(): Command {
  const command = new Command('serve')
    .description('Serve a model over HTTP.')
    .argument('[model]', 'the GGUF file to serve; the same as --model')
    .option(
      '--config <file>',
      `settings as YAML (default: ${defaultConfigFile}, if there)`,
    );
  for (const name of settingNames) command.addOption(toOption(name));
  return command;
}

function toOption(name: SettingName): Option {
  const { kind, description, default: fallback, defaultText } = settings[name];
  const isOffSwitch = fallback === true;
  const flag = `--${isOffSwitch ? 'no-' : ''}${kebabName(name)}`;
  const shownDefault =
    defaultText ?? (kind.argument === undefined ? undefined : fallback);
  const option = new Option(
    kind.argument === undefined ? flag : `${flag} ${kind.argument}`,
    [
      `${isOffSwitch ? 'Do not: ' : ''}${description}`,
      ...(shownDefault === undefined ? [] : [`Default: ${shownDefault}.`]),
      `[${variableName(name)}]`,
    ]
      .join(' ')
      // Descriptions are Markdown, for docs/configuration.md.
      .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
      .replaceAll('`', ''),
  );
  if (kind.isList === true)
    option.argParser((value, earlier: readonly string[] | undefined) => [
      ...(earlier ?? []),
      value,
    ]);
  return option;
}

async function readConfig(
  command: Command,
  modelPath: string | undefined,
  surroundings: Surroundings,
) {
  const flags = givenFlags(command);
  if (modelPath !== undefined && flags.model !== undefined)
    throw new ConfigError('The model is given twice: as an argument and as --model.');
  return resolveConfig({
    flags: { ...flags, ...(modelPath === undefined ? {} : { model: modelPath }) },
    env: surroundings.env,
    file: await findConfigFile(command.getOptionValue('config'), surroundings),
  });
}

/** Flags that were typed; defaults come in later, after environment and file. */
function givenFlags(command: Command): Partial<Record<SettingName, unknown>> {
  const given = settingNames.filter(
    (name) => command.getOptionValueSource(name) === 'cli',
  );
  return Object.fromEntries(given.map((name) => [name, command.getOptionValue(name)]));
}

async function findConfigFile(
  flag: unknown,
  { cwd, env }: Surroundings,
): Promise<ConfigFile | undefined> {
  const named = typeof flag === 'string' ? flag : env['SAMEWIRE_CONFIG'];
  if (named !== undefined) return readConfigFile(resolve(cwd, named));
  const usual = resolve(cwd, defaultConfigFile);
  return existsSync(usual) ? readConfigFile(usual) : undefined;
}

function tell(error: unknown, terminal: Terminal): ExitCode {
  // Commander has said what it had to say; asking for help or version is no failure.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof ConfigError) {
    terminal.fail(new CommandError(error.message));
    return exitCodes.usage;
  }
  if (error instanceof CommandError) {
    terminal.fail(error);
    return error.exitCode;
  }
  throw error;
}
