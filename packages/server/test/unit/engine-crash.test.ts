import type { EngineCrash } from '@samewire/engine';
import { expect, test } from 'vitest';
import { describeCrash } from '../../src/command-line/engine-crash.ts';

const crash: EngineCrash = {
  pid: 7,
  signal: undefined,
  exitCode: undefined,
  startError: undefined,
  restartDelayMs: 0,
};

test.each([
  [
    { signal: 'SIGKILL' },
    'The engine process was killed (SIGKILL), which the system does where memory runs out; it is started again at once.',
  ],
  [
    { signal: 'SIGABRT', restartDelayMs: 500 },
    'The engine process gave up (SIGABRT), and says why on standard error; it is started again in 0.5 s.',
  ],
  [
    { signal: 'SIGSEGV', restartDelayMs: undefined },
    'The engine process crashed (SIGSEGV); it crashed too often to be started again.',
  ],
  [
    { exitCode: 3 },
    'The engine process ended with status 3; it is started again at once.',
  ],
  [
    { startError: new Error('spawn ENOMEM'), restartDelayMs: 1000 },
    'The engine process could not be started (spawn ENOMEM); it is started again in 1 s.',
  ],
])('a crash is told with its likely reason: %j', (facts, sentence) => {
  expect(describeCrash({ ...crash, ...facts })).toBe(sentence);
});
