/**
 * What a process that was started from the command line says with its exit status.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  modelNotFound: 3,
  outOfMemory: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A failure to be told to the person at the terminal, with what to do about it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;
  /** Lines below the message: what to type instead. */
  readonly hints: readonly string[];

  constructor(
    message: string,
    options: { readonly exitCode?: ExitCode; readonly hints?: readonly string[] } = {},
  ) {
    super(message);
    this.exitCode = options.exitCode ?? exitCodes.failed;
    this.hints = options.hints ?? [];
  }
}
