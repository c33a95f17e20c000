import type { EngineCrash } from '@samewire/engine';

/** A crash of the engine's process in a sentence, with what is likely to be the reason. */
export function describeCrash(crash: EngineCrash): string {
  return `The engine process ${howItEnded(crash)}; ${whatComesNext(crash)}.`;
}

function howItEnded({ signal, exitCode, startError }: EngineCrash): string {
  if (startError !== undefined) return `could not be started (${startError.message})`;
  switch (signal) {
    case undefined:
      return `ended with status ${exitCode}`;
    case 'SIGKILL':
      return 'was killed (SIGKILL), which the system does where memory runs out';
    case 'SIGABRT':
      return 'gave up (SIGABRT), and says why on standard error';
    default:
      return `crashed (${signal})`;
  }
}

function whatComesNext({ restartDelayMs }: EngineCrash): string {
  if (restartDelayMs === undefined) return 'it crashed too often to be started again';
  const when = restartDelayMs === 0 ? 'at once' : `in ${restartDelayMs / 1000} s`;
  return `it is started again ${when}`;
}
