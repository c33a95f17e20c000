#!/usr/bin/env node
import { runMockCommand } from './command-line/run-mock-command.ts';

process.exitCode = await runMockCommand({
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  command: 'samewire-mock',
  stdout: process.stdout,
  stderr: process.stderr,
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
