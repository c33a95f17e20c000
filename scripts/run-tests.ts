/**
 * The whole test run: checks, C++ tests, TypeScript tests. Arguments go to vitest, and then only
 * its tests run. Ends with the line `N passed, N failed, N skipped` over everything.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureLlamaCpp } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from '../packages/engine/scripts/console-progress.ts';
import { root, runNode } from './run-step.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const filters = process.argv.slice(2);
const results = filters.length > 0 ? [await runVitest(filters)] : await runEverything();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { passed, failed, skipped } of results) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runEverything(): Promise<Counts[]> {
  return [
    await runCounted('scripts/run-checks.ts'),
    await runCounted('packages/engine/scripts/test-native.ts'),
    await runVitest([]),
  ];
}

/** A script of ours that ends its output with `name: N passed, N failed`. */
async function runCounted(script: string): Promise<Counts> {
  const { succeeded, output } = await runNode([join(root, script)], { isQuiet: true });
  process.stdout.write(output);
  const [, passed = '0', failed = '0'] =
    /: (\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  // A script that dies before it has counted has failed all the same.
  const hasDied = !succeeded && failed === '0';
  return {
    passed: Number(passed),
    failed: Number(failed) + (hasDied ? 1 : 0),
    skipped: 0,
  };
}

async function runVitest(args: readonly string[]): Promise<Counts> {
  const progress = new ConsoleProgress();
  const { buildDir } = await ensureLlamaCpp(progress, 'llama-server');
  progress.done();
  const folder = mkdtempSync(join(tmpdir(), 'samewire-tests-'));
  const report = join(folder, 'report.json');
  const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { succeeded } = await runNode(
    [join(vitest, 'vitest.mjs'), 'run', ...reporters, ...args],
    {
      env: { SAMEWIRE_LLAMA_SERVER: join(buildDir, 'bin', 'llama-server') },
    },
  );
  const counts = readReport(report);
  rmSync(folder, { recursive: true });
  // A file that cannot be loaded, or an error outside of any test, fails no test.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readReport(path: string): Counts {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as Record<string, number>;
    return {
      passed: report['numPassedTests'] ?? 0,
      failed: report['numFailedTests'] ?? 0,
      skipped: (report['numPendingTests'] ?? 0) + (report['numTodoTests'] ?? 0),
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
