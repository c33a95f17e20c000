/**
 * Runs the C++ tests three times: as they are, under the address and undefined-behaviour
 * sanitizers, and under the thread sanitizer. Ends with a line `native: N passed, N failed`.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureLlamaCpp, fractionOf } from '../llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from './console-progress.ts';
import { packageDir } from './paths.ts';
import { CommandFailed, runCommand } from './run-command.ts';
import { runScript } from './run-script.ts';

const variants = [
  { name: 'plain', sanitize: '' },
  { name: 'address and undefined-behaviour sanitizers', sanitize: 'address,undefined' },
  { name: 'thread sanitizer', sanitize: 'thread' },
];

const progress = new ConsoleProgress();
let numPassed = 0;
let numFailed = 0;
await runScript(async () => {
  const { buildDir } = await ensureLlamaCpp(progress);
  for (const { name, sanitize } of variants) {
    const folder = join(packageDir, 'build', `test-${sanitize.split(',')[0] || 'plain'}`);
    progress.step(`compiling the C++ tests (${name})`);
    await compile({ folder, sanitize, buildDir });
    progress.step(`running the C++ tests (${name})`);
    const failures = await runTests(folder);
    progress.done();
    for (const failure of failures) console.error(`  ${failure}`);
  }
  console.log(`native: ${numPassed} passed, ${numFailed} failed`);
  if (numFailed > 0) process.exitCode = 1;
});

interface Build {
  readonly folder: string;
  readonly sanitize: string;
  /** Where llama.cpp's libraries are. */
  readonly buildDir: string;
}

async function compile({ folder, sanitize, buildDir }: Build): Promise<void> {
  const definitions = [
    '-DCMAKE_BUILD_TYPE=RelWithDebInfo',
    `-DLLAMA_CPP_BUILD_DIR=${buildDir}`,
    `-DSAMEWIRE_SANITIZE=${sanitize}`,
  ];
  await runCommand('cmake', ['-S', packageDir, '-B', folder, ...definitions]);
  // Without a number, make would start every compiler at once.
  const jobs = String(availableParallelism());
  await runCommand('cmake', ['--build', folder, '--parallel', jobs], {
    onLine: (line) => {
      const done = fractionOf(line);
      if (done !== undefined) progress.fraction(done);
    },
  });
}

/** Counts the results and returns the failures, each with what it says. */
async function runTests(folder: string): Promise<string[]> {
  const failures: string[] = [];
  let numSeen = 0;
  // ctest puts the number of the program before each line it prints; several run at a time.
  const isFailing = new Set<string>();
  const onLine = (line: string) => {
    const [, program = '', ok, detail] =
      /^(\d+): (?:((?:not )?ok) \d+ - |(\s+# ))/.exec(line) ?? [];
    if (ok !== undefined) numSeen++;
    if (ok === 'ok') isFailing.delete(program);
    if (ok === 'not ok') isFailing.add(program);
    if (ok === 'not ok' || (detail !== undefined && isFailing.has(program)))
      failures.push(line);
  };
  try {
    const jobs = String(availableParallelism());
    const args = ['--test-dir', folder, '--verbose', '--parallel', jobs];
    await runCommand('ctest', args, { onLine });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    // A crash or a sanitizer's report fails a program without failing a test in it.
    if (failures.length === 0) failures.push(error.message);
  }
  const numNotOk = failures.filter((line) => line.includes('not ok')).length;
  const hasCrashed = failures.length > 0 && numNotOk === 0;
  numFailed += hasCrashed ? 1 : numNotOk;
  numPassed += numSeen - numNotOk;
  return failures;
}
