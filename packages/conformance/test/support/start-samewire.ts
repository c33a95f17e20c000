import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { builtinModelPath } from '@samewire/engine';

const serverPackage = folderOf('@samewire/server');
const enginePackage = folderOf('@samewire/engine');

export interface RunningServer {
  readonly baseUrl: string;
  /** The id of the only model. */
  readonly model: string;
  stop(): Promise<void>;
}

/** One of the models that the build makes for tests. */
export function builtModelPath(name: string): string {
  return join(enginePackage, 'build/models', `${name}.gguf`);
}

/**
 * Starts the command `samewire serve` with a model, the built-in one by default, on a free port, as
 * a user would, and waits until it says where it is and that the model is loaded.
 */
export async function startSamewire(
  modelPath = builtinModelPath(),
  moreSettings: readonly string[] = [],
): Promise<RunningServer> {
  const nodeOptions = [
    '--conditions=@samewire/source',
    '--disable-warning=ExperimentalWarning',
  ];
  const model = 'samewire-test';
  const settings = [
    '--model',
    modelPath,
    '--alias',
    model,
    '--port',
    '0',
    ...moreSettings,
  ];
  const child = spawn(
    process.execPath,
    [...nodeOptions, join(serverPackage, 'src/main.ts'), 'serve', ...settings],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  let baseUrl = '';
  let output = '';
  for await (const line of createInterface(child.stderr)) {
    output += `${line}\n`;
    baseUrl ||= /http:\S+\/v1/.exec(line)?.[0] ?? '';
    if (line.includes('Ctrl-C')) break;
  }
  if (baseUrl === '') throw new Error(`The server did not start:\n${output}`);
  child.stderr.resume();
  return { baseUrl, model, stop };
}

function folderOf(packageName: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
}
