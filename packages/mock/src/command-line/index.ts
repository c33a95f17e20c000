export { runMockCommand } from './run-mock-command.ts';
export type { MockSurroundings } from './surroundings.ts';
export type { MockExitCode } from './usage-error.ts';
