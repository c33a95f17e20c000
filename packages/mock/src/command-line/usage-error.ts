/** The command was typed in a way that cannot work. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the process says with its exit status. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export type MockExitCode = (typeof exitCodes)[keyof typeof exitCodes];
