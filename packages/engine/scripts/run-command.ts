import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  /** Called with every line of output; otherwise output is only kept for an error message. */
  readonly onLine?: (line: string) => void;
  /** Ends the command. */
  readonly signal?: AbortSignal;
}

/** A command ended with an error, or could not be started. The message has what it printed. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end.
 *
 * @returns what it printed to stdout
 * @throws CommandFailed naming the command, with the end of its output
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, onLine, signal }: RunOptions = {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = spawn(command, args, {
    cwd,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  let openLine = '';
  const take = (chunk: string) => {
    output += chunk;
    const lines = (openLine + chunk).split('\n');
    openLine = lines.pop() ?? '';
    for (const line of lines) onLine?.(line);
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    take(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', take);
  child.on('error', (error) => {
    reject(new CommandFailed(`Could not run ${command}: ${error.message}`));
  });
  child.on('close', (code) => {
    if (code === 0) resolve(stdout);
    else {
      const commandLine = [command, ...args].join(' ');
      reject(new CommandFailed(`${commandLine} failed.\n${lastLines(output)}`));
    }
  });
  return promise;
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-40).join('\n');
}
