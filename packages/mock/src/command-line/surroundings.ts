/** Where text goes. */
interface TextOutput {
  write(text: string): unknown;
}

/** All that the command line touches of the process it runs in. */
export interface MockSurroundings {
  /** Without the name of the command. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What one types to get here, for help and advice: `samewire mock`. */
  readonly command: string;
  /** Results, for programs. */
  readonly stdout: TextOutput;
  /** Everything that is said to people. */
  readonly stderr: TextOutput;
  /** Calls the listener for every signal to stop, until it is told to forget it. */
  readonly onSignal: (listener: () => void) => () => void;
  /** Calls the listener when there is nothing more to come from standard input. */
  readonly onInputEnd: (listener: () => void) => void;
}
