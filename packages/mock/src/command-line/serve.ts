import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { readCassettes } from '../files/cassette-files.ts';
import { keepRecording } from '../files/keep-recording.ts';
import { Mock, type MockOptions } from '../mock/mock.ts';
import { MockError } from '../mock/mock-error.ts';
import { denyNetwork } from '../server/deny-network.ts';
import { startMockServer } from '../server/mock-server.ts';
import {
  collect,
  readFaults,
  type ServeFlags,
  toMode,
  toNumber,
  toTls,
  toUpstreamOption,
} from './serve-options.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

type Finish = (code: MockExitCode) => void;

export function addServeCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: Finish,
): void {
  const command = program
    .command('serve')
    .description(
      'Answer from cassettes over HTTP. Prints one line of JSON with the URL, then serves ' +
        'until it is told to stop.',
    )
    .argument('[cassettes...]', 'files, or folders of files')
    .option(
      '--mode <mode>',
      'replay, record-missing, record-all, passthrough or lockdown. Default: replay. [SAMEWIRE_MOCK_MODE]',
    )
    .option('--record-to <file>', 'the cassette to write, in the modes that record');
  addServeOptions(command).action(async (paths: readonly string[], flags: ServeFlags) => {
    finish(await serve(paths, flags, surroundings));
  });
}

export function addRecordCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: Finish,
): void {
  const command = program
    .command('record')
    .description(
      'Pass requests on to a provider and write what comes, chunk by chunk, without secrets. ' +
        'What the cassette has already is not asked again.',
    )
    .argument('<cassette>', 'the file to write')
    .option('--all', 'ask everything again');
  addServeOptions(command).action(
    async (file: string, flags: ServeFlags & { readonly all?: boolean }) => {
      const mode = flags.all === true ? 'record-all' : 'record-missing';
      finish(await serve([], { ...flags, mode, recordTo: file }, surroundings));
    },
  );
}

function addServeOptions(command: Command): Command {
  return command
    .option(
      '--upstream <address>',
      'the provider to ask, or /path=address; repeat for more',
      collect,
    )
    .option('--port <port>', 'the port; 0 is any free one', '0')
    .option('--host <host>', 'the address to listen on', '127.0.0.1')
    .option(
      '--repeat <what>',
      'after the last recorded answer: error, or last to give it again',
      'error',
    )
    .option('--seed <number>', 'makes chance repeatable', '1')
    .option(
      '--speed <factor>',
      'how fast recorded time passes; 0 is without waiting',
      '0',
    )
    .option(
      '--min-gap <ms>',
      'time between chunks at least, so that readers see each',
      '2',
    )
    .option('--join-chunks', 'be as fast as possible; several chunks may come as one')
    .option(
      '--imitate <profile>',
      'answer what is not recorded as this provider would; samewire mock profiles lists them',
    )
    .option('--say <text>', 'what is answered then', 'Hello from the mock.')
    .option('--faults <file>', 'a list of fault rules')
    .option(
      '--ignore <field>',
      'a field of the body that does not count; repeat for more',
      collect,
    )
    .option(
      '--cors <origin>',
      'an origin whose pages may ask, besides those on this machine; * for any; repeat for more',
      collect,
    )
    .option('--tls', 'answer over HTTPS, with a certificate made for this run')
    .option(
      '--tls-ca <file>',
      'write what clients have to trust there. Default: a new file',
    )
    .option('--tls-cert <file>', 'answer over HTTPS with this certificate (PEM)')
    .option('--tls-key <file>', 'its key (PEM)')
    .option('--assert-done', 'fail in the end if not everything recorded was asked')
    .option(
      '--until-input-ends',
      'stop when standard input ends, as with the parent process',
    );
}

async function serve(
  paths: readonly string[],
  flags: ServeFlags,
  surroundings: MockSurroundings,
): Promise<MockExitCode> {
  const { cwd, env, stdout, stderr } = surroundings;
  const mode = toMode(flags.mode, env);
  const recordTo =
    flags.recordTo === undefined ? undefined : resolve(cwd, flags.recordTo);
  const isRecording = mode === 'record-missing' || mode === 'record-all';
  if (isRecording && recordTo === undefined)
    throw new UsageError(`the mode '${mode}' needs a file to write: --record-to FILE`);
  if (isRecording && flags.upstream === undefined)
    throw new UsageError(
      `recording needs a provider to ask: --upstream https://api.openai.com`,
    );
  if (flags.repeat !== 'error' && flags.repeat !== 'last')
    throw new UsageError(`expected error or last for --repeat, not '${flags.repeat}'`);
  const tls = toTls(flags, cwd);
  const files = paths.map((path) => resolve(cwd, path));
  if (mode === 'record-missing' && recordTo !== undefined) files.push(recordTo);
  const mock = new Mock({
    cassettes: readCassettes(
      ...files.filter((file) => file !== recordTo || existsSync(file)),
    ),
    mode,
    repeat: flags.repeat,
    seed: toNumber('seed', flags.seed),
    speed: toNumber('speed', flags.speed),
    ...(flags.faults === undefined ? {} : { faults: readFaults(flags.faults, cwd) }),
    ...(flags.ignore === undefined ? {} : { ignore: flags.ignore }),
    ...(flags.imitate === undefined
      ? {}
      : { respond: await imitation(flags.imitate, flags.say) }),
    onMiss: (message) => stderr.write(`${message}\n`),
  });
  if (isRecording && recordTo !== undefined)
    keepRecording(mock, recordTo, (message) =>
      stderr.write(`not recorded: ${message}\n`),
    );
  if (mode === 'lockdown') denyNetwork();
  const server = await startMockServer(mock, {
    port: toNumber('port', flags.port),
    host: flags.host,
    minGapMs: toNumber('min-gap', flags.minGap),
    joinChunks: flags.joinChunks === true,
    ...(flags.upstream === undefined
      ? {}
      : { upstream: toUpstreamOption(flags.upstream) }),
    ...(flags.cors === undefined ? {} : { origins: flags.cors }),
    ...(tls === undefined ? {} : { tls }),
  });
  const { url, ca } = server;
  const trust = ca === undefined ? undefined : keepAuthority(ca, flags.tlsCa, cwd);
  const shown = { url, baseUrl: `${url}/v1`, mode, ...(trust && { ca: trust.file }) };
  stdout.write(`${JSON.stringify(shown)}\n`);
  await stopped(surroundings, flags.untilInputEnds === true);
  await server.close();
  trust?.forget();
  return flags.assertDone === true ? tellWhetherDone(mock, surroundings) : exitCodes.ok;
}

/** @throws UsageError for a profile that is not there */
async function imitation(
  id: string,
  text: string,
): Promise<NonNullable<MockOptions['respond']>> {
  const { responder } = await import('../synthesise/responder.ts');
  try {
    return responder(id, { text });
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}

/** Writes a certificate where clients find it: in a file that was named, or in a new one. */
function keepAuthority(
  ca: string,
  named: string | undefined,
  cwd: string,
): { readonly file: string; readonly forget: () => void } {
  if (named !== undefined) {
    const file = resolve(cwd, named);
    writeFileSync(file, ca);
    return { file, forget: () => {} };
  }
  const folder = mkdtempSync(join(tmpdir(), 'samewire-mock-'));
  const file = join(folder, 'ca.pem');
  writeFileSync(file, ca);
  return { file, forget: () => rmSync(folder, { recursive: true, force: true }) };
}

function stopped(
  { onSignal, onInputEnd }: MockSurroundings,
  untilInputEnds: boolean,
): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  const forget = onSignal(stop);
  if (untilInputEnds) onInputEnd(stop);
  return promise.finally(forget);
}

function tellWhetherDone(mock: Mock, { stderr }: MockSurroundings): MockExitCode {
  try {
    mock.assertDone();
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof MockError)) throw error;
    stderr.write(`${error.message}\n`);
    return exitCodes.failed;
  }
}
