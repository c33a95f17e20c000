#!/usr/bin/env node
import { runCommandLine } from './command-line/run-command-line.ts';

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCommandLine({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  serveCommand: process.env['SAMEWIRE_COMMAND'] ?? 'samewire serve',
  stdout: process.stdout,
  stderr: process.stderr,
  loadEngine: () => import('@samewire/engine'),
  onSignal: (listener) => {
    process.on('SIGINT', listener);
    process.on('SIGTERM', listener);
    return () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    };
  },
  onInputEnd: (listener) => {
    process.stdin.once('end', listener).once('error', listener).resume();
  },
});
