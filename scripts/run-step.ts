import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface StepOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keep the output instead of showing it. */
  readonly isQuiet?: boolean;
}

export interface StepResult {
  readonly succeeded: boolean;
  /** What was printed, if it was kept. */
  readonly output: string;
}

/** Runs a Node program in the root folder, on the Node this runs on. */
export async function runNode(
  args: readonly string[],
  { env, isQuiet = false }: StepOptions = {},
): Promise<StepResult> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
    env: { ...process.env, ...env },
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { succeeded: code === 0, output };
}
