import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface StepOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is kept instead of being shown. Nothing is, unless said. */
  readonly keeps?: 'stdout' | 'everything';
}

export interface StepResult {
  readonly succeeded: boolean;
  /** What was kept of what was printed. */
  readonly output: string;
}

/** Runs a Node program in the root folder, on the Node this runs on. */
export async function runNode(
  args: readonly string[],
  { env, keeps }: StepOptions = {},
): Promise<StepResult> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: [
      'ignore',
      keeps ? 'pipe' : 'inherit',
      keeps === 'everything' ? 'pipe' : 'inherit',
    ],
    env: { ...process.env, ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { succeeded: code === 0, output };
}
