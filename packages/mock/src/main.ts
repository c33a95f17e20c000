import { processSurroundings } from './command-line/process-surroundings.ts';
import { runMockCommand } from './command-line/run-mock-command.ts';

process.exitCode = await runMockCommand({
  ...processSurroundings(),
  command: 'samewire-mock',
});
