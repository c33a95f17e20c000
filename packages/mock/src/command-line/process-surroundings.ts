/**
 * This process, as the commands of samewire see one. They take it as an argument, so that tests
 * can be processes themselves.
 */
export function processSurroundings() {
  exitOnClosedPipe();
  return {
    argv: process.argv.slice(2),
    env: process.env,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    onSignal: (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
    onInputEnd: (listener: () => void) => {
      process.stdin.once('end', listener).once('error', listener).resume();
    },
  };
}

/** A reader that has seen enough, such as `head`, closes the pipe. */
function exitOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
