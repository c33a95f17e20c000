/**
 * Runs the C++ tests three times: as they are, under the address and undefined-behaviour
 * sanitizers, and under the thread sanitizer. Says what failed, and ends with a line
 * `native: N passed, N failed`.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureLlamaCpp, fractionOf } from '../llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from './console-progress.ts';
import { CtestResults } from './ctest-results.ts';
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
    const results = await runTests(folder);
    progress.done();
    numPassed += results.numPassed;
    numFailed += results.numFailed;
    if (results.numFailed > 0) console.log(`${name}:\n${results.failures.join('\n')}\n`);
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

/** Counts the results, and says what failed. */
async function runTests(folder: string): Promise<CtestResults> {
  const results = new CtestResults();
  const jobs = String(availableParallelism());
  const args = ['--test-dir', folder, '--verbose', '--parallel', jobs];
  try {
    await runCommand('ctest', args, { onLine: (line) => results.take(line) });
  } catch (error) {
    if (!(error instanceof CommandFailed) || results.numFailed === 0) throw error;
  }
  return results;
}
