export { buildServer } from './server.ts';
export type { BuildServerOptions } from './server.ts';
export { playgroundHeaders } from './routes/playground-headers.ts';
export { logLevels } from './server-config.ts';
export type { LogLevel, ServerConfig } from './server-config.ts';
export { runCommandLine } from './command-line/run-command-line.ts';
export type {
  EngineModule,
  StopSignal,
  Surroundings,
  TextOutput,
} from './command-line/surroundings.ts';
export type { SeedObject } from '@samewire/shared-types';
