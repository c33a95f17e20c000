/** What is known of an engine process that ended by itself. */
export interface EngineCrash {
  /** Undefined if it could not be started at all. */
  readonly pid: number | undefined;
  /** The signal that ended it, for example `SIGKILL`. */
  readonly signal: string | undefined;
  /** The status it ended with, if no signal ended it. */
  readonly exitCode: number | undefined;
  /** Why it could not be started. */
  readonly startError: Error | undefined;
  /** Milliseconds until it is started again; undefined if it is not, after too many crashes. */
  readonly restartDelayMs: number | undefined;
}

/** Told of what happens to an engine's process. */
export interface EngineObserver {
  readonly onCrash?: (crash: EngineCrash) => void;
}
