import type { Engine, EngineObserver, EngineOptions } from '@samewire/engine';

/** Where text for people goes. */
export interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What the command line needs of the engine package. */
export interface EngineModule {
  /** Returns at once, with an engine that is loading. */
  readonly startEngine: (options: EngineOptions, observer?: EngineObserver) => Engine;
  /** The tiny model that comes with the package, and the one for vectors beside it. */
  readonly builtinModelPath: () => string;
  readonly builtinEmbeddingModelPath: () => string;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

/** All that the command line touches of the process it runs in. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What one types to serve; advice to the user begins with it. */
  readonly serveCommand: string;
  /** Results. */
  readonly stdout: TextOutput;
  /** Everything that is said to the user on the way. */
  readonly stderr: TextOutput;
  /** Loaded late, so that `--help` does not wait for native code. */
  readonly loadEngine: () => Promise<EngineModule>;
  /** Calls the listener for every signal to stop, until it is told to forget it. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Calls the listener when there is nothing more to come from standard input. */
  readonly onInputEnd: (listener: () => void) => void;
}
