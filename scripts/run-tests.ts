/**
 * The whole test run: checks, C++ tests, TypeScript tests. Arguments go to vitest, and then only
 * its tests run. Ends with what failed, all of it in one place, and the line
 * `N passed, N failed, N skipped` over everything.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ensureLlamaCpp } from '../packages/engine/llama-cpp/ensure-llama-cpp.ts';
import { ConsoleProgress } from '../packages/engine/scripts/console-progress.ts';
import { root, runNode } from './run-step.ts';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** What is said of the failures. */
  report: string;
}

/** Lines of a failed test's error that are repeated at the end. */
const numLinesShown = 12;

const filters = process.argv.slice(2);
const results = filters.length > 0 ? [await runVitest(filters)] : await runEverything();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const { passed, failed, skipped } of results) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
const reports = results.map(({ report }) => report).filter((report) => report !== '');
if (reports.length > 0) console.log(`\nWhat failed:\n\n${reports.join('\n\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runEverything(): Promise<Counts[]> {
  return [
    await runCounted('scripts/run-checks.ts'),
    await runCounted('packages/engine/scripts/test-native.ts'),
    await runVitest([]),
  ];
}

/** A script of ours: its stdout says what failed and ends with `name: N passed, N failed`. */
async function runCounted(script: string): Promise<Counts> {
  const { succeeded, output } = await runNode([join(root, script)], { keeps: 'stdout' });
  process.stdout.write(output);
  const counts = /.*: (\d+) passed, (\d+) failed\s*$/.exec(output);
  // A script that dies before it has counted has failed all the same.
  if (!counts || (!succeeded && counts[2] === '0')) {
    const report = `${script} ended with an error; see what it said above.`;
    return { passed: 0, failed: 1, skipped: 0, report };
  }
  const [, passed, failed] = counts;
  return {
    passed: Number(passed),
    failed: Number(failed),
    skipped: 0,
    report: failed === '0' ? '' : output.slice(0, counts.index).trim(),
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
  if (succeeded || counts.failed > 0) return counts;
  // A file that cannot be loaded, or an error outside of any test, fails no test.
  return { ...counts, failed: 1, report: 'vitest ended with an error; see above.' };
}

/** What is read of vitest's JSON report, which has the form of Jest's. */
interface JestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    /** Of a file that cannot be loaded: why. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function readReport(path: string): Counts {
  let report: JestReport;
  try {
    report = JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  } catch {
    const said = 'vitest wrote no report; see above.';
    return { passed: 0, failed: 1, skipped: 0, report: said };
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    report: failuresIn(report).join('\n\n'),
  };
}

function failuresIn({ testResults }: JestReport): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    if (message !== '') return [`${file}: ${firstLines(message)}`];
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => {
        return `${file}: ${fullName}\n  ${firstLines(failureMessages.join('\n'))}`;
      });
  });
}

function firstLines(text: string): string {
  const lines = text.split('\n').filter((line) => !line.includes('/node_modules/'));
  return lines.slice(0, numLinesShown).join('\n  ');
}
