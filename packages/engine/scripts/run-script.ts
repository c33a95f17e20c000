import { CommandFailed } from './run-command.ts';

/** Runs a script's work. A command that failed is reported by what it printed, not by a stack. */
export async function runScript(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
