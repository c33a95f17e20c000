import { processSurroundings } from '@samewire/mock/process';
import { runCommandLine } from './command-line/run-command-line.ts';

process.exitCode = await runCommandLine({
  ...processSurroundings(),
  serveCommand: process.env['SAMEWIRE_COMMAND'] ?? 'samewire serve',
  loadEngine: () => import('@samewire/engine'),
});
