import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A server under measurement, started for one model and one number of streams. */
export interface Contender {
  readonly name: string;
  /** The whole command, as it is printed in the report. */
  readonly command: readonly string[];
  readonly port: number;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly modelPath: string;
  readonly numStreams: number;
  /** Tokens each stream may use. */
  readonly contextPerStream: number;
  /** Further flags of `samewire serve`. */
  readonly serveFlags: readonly string[];
}

const host = '127.0.0.1';
const startTimeoutMs = 60_000;

export async function startSamewire(
  root: string,
  { modelPath, numStreams, contextPerStream, serveFlags }: StartOptions,
): Promise<Contender> {
  const port = await freePort();
  const nodeOptions = [
    '--conditions=@samewire/source',
    '--disable-warning=ExperimentalWarning',
  ];
  const settings = {
    '--model': modelPath,
    '--host': host,
    '--port': String(port),
    '--parallel': String(numStreams),
    '--ctx-size': String(numStreams * contextPerStream),
  };
  const args = [...nodeOptions, `${root}packages/server/src/main.ts`, 'serve'];
  const command = [
    process.execPath,
    ...args,
    ...Object.entries(settings).flat(),
    ...serveFlags,
  ];
  return start('samewire', command, port, '/readyz');
}

/** llama-server as it is started by default for so many streams. */
export async function startLlamaServer(
  program: string,
  { modelPath, numStreams, contextPerStream }: StartOptions,
): Promise<Contender> {
  const port = await freePort();
  const settings = {
    '--model': modelPath,
    '--host': host,
    '--port': String(port),
    '--parallel': String(numStreams),
    '--ctx-size': String(numStreams * contextPerStream),
  };
  return start(
    'llama-server',
    [program, ...Object.entries(settings).flat()],
    port,
    '/health',
  );
}

async function start(
  name: string,
  command: readonly string[],
  port: number,
  readyPath: string,
): Promise<Contender> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  await waitUntilReady(
    child,
    `http://${host}:${port}${readyPath}`,
    () => `${name}:\n${output}`,
  );
  return { name, command, port, stop: () => stop(child) };
}

async function waitUntilReady(
  child: ChildProcess,
  url: string,
  describe: () => string,
): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline && child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await delay(20);
  }
  child.kill('SIGKILL');
  throw new Error(`A server did not become ready. ${describe()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
