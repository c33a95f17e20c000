import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { interruption } from '../interruption.ts';

/** A server that has been started. */
export interface Server {
  /** The whole command, as it is printed in the report. */
  readonly command: readonly string[];
  readonly port: number;
  /** The id its model goes by. */
  readonly model: string;
  stop(): Promise<void>;
}

/** What a load needs of a server. */
export interface ServerNeeds {
  readonly numSlots: number;
  /** Tokens of the KV cache, over all slots. */
  readonly contextSize: number;
}

/** How a server is started. */
export interface Starter {
  readonly name: string;
  start(modelPath: string, needs: ServerNeeds): Promise<Server>;
}

const host = '127.0.0.1';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

const main = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));

/** @param serveFlags further flags of `samewire serve` */
export function samewire(serveFlags: readonly string[], name = 'samewire'): Starter {
  const nodeOptions = [
    '--conditions=@samewire/source',
    '--disable-warning=ExperimentalWarning',
  ];
  const program = [process.execPath, ...nodeOptions, main, 'serve'];
  return starter(name, program, serveFlags, '/readyz');
}

/** @param flags beyond the number of slots and the context size; none is its default */
export function llamaServer(
  name: string,
  program: string,
  flags: readonly string[],
): Starter {
  return starter(name, [program], flags, '/health');
}

function starter(
  name: string,
  program: readonly string[],
  flags: readonly string[],
  readyPath: string,
): Starter {
  return {
    name,
    async start(modelPath, { numSlots, contextSize }) {
      const port = await freePort();
      const settings = {
        '--model': modelPath,
        '--host': host,
        '--port': String(port),
        '--parallel': String(numSlots),
        '--ctx-size': String(contextSize),
      };
      const command = [...program, ...Object.entries(settings).flat(), ...flags];
      const child = await startServer(
        name,
        command,
        `http://${host}:${port}${readyPath}`,
      );
      return {
        command,
        port,
        model: basename(modelPath, '.gguf'),
        stop: () => stop(child),
      };
    },
  };
}

async function startServer(
  name: string,
  command: readonly string[],
  readyUrl: string,
): Promise<ChildProcess> {
  const [program = '', ...args] = command;
  let output = '';
  const child = spawn(program, args, {
    signal: interruption,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // What is told to end while it runs is an error to spawn; who waits for it sees it end.
  child.on('error', (error) => (output += String(error)));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  await waitUntilReady(child, readyUrl, () => `${name}:\n${output}`);
  return child;
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
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  // One that does not end when told would hold up all that is measured after it.
  const killing = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await exited;
  clearTimeout(killing);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
