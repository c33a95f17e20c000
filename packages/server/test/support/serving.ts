import { runCommandLine } from '@samewire/server';
import { ggufHeader, withFiles } from './model-files.ts';
import { until } from './patience.ts';
import { TestTerminal, type TestTerminalOptions } from './test-terminal.ts';

export const files = { 'tiny.gguf': ggufHeader() };

/** Runs `samewire serve` on a model called tiny until the callback is done with it. */
export async function withServing(
  options: Partial<TestTerminalOptions> & { flags?: readonly string[] },
  use: (running: { terminal: TestTerminal; url: string; port: number }) => Promise<void>,
): Promise<number> {
  let exitCode = -1;
  await withFiles(files, async (cwd) => {
    const argv = ['serve', 'tiny.gguf', '--port', '0', ...(options.flags ?? [])];
    const terminal = new TestTerminal({ cwd, ...options, argv });
    const ended = runCommandLine(terminal.surroundings);
    const url = await until(
      () => /http:\/\/[\d.:]+(?=\/v1 )/.exec(terminal.stderr.text)?.[0],
    );
    try {
      await use({ terminal, url, port: Number(new URL(url).port) });
    } finally {
      terminal.signal('SIGTERM');
      exitCode = await ended;
    }
  });
  return exitCode;
}

/** Runs a command line to its end. */
export async function run(options: TestTerminalOptions) {
  const terminal = new TestTerminal(options);
  const exitCode = await runCommandLine(terminal.surroundings);
  return { exitCode, errors: terminal.stderr.text, terminal };
}
