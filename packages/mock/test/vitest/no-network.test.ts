import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { denyNetwork } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));
const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));

interface Ran {
  readonly exitCode: number;
  readonly output: string;
}

function runNode(...args: readonly string[]): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = execFile(process.execPath, args, { cwd: fixtures }, (_error, out, err) =>
    resolve({ exitCode: child.exitCode ?? -1, output: out + err }),
  );
  return promise;
}

interface TestResult {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** Runs tests that are to fail, and says what became of each. */
async function runFixture(name: string): Promise<readonly (readonly [string, string])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'samewire-fixture-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const report = join(folder, 'report.json');
  await runNode(
    join(vitest, 'vitest.mjs'),
    'run',
    `--project=${name}`,
    '--reporter=json',
    `--outputFile=${report}`,
  );
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: TestResult[] }[];
  };
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => [
      title,
      failureMessages[0]?.split('\n')[0] ?? status,
    ]),
  );
}

describe('a test fails', () => {
  test('that uses the mock and connects to another machine, or asks too little', async () => {
    expect(await runFixture('use-mock')).toEqual([
      ['asks the mock alone', 'passed'],
      [
        'asks somebody else, and takes no notice of the error',
        expect.stringContaining('something connected to 203.0.113.1'),
      ],
      ['asks too little', expect.stringContaining('The mock is not done')],
    ]);
  });

  test('that connects to another machine, where the whole run must not', async () => {
    expect(await runFixture('no-network')).toEqual([
      ['asks nobody', 'passed'],
      [
        'asks somebody, and takes no notice of the error',
        expect.stringContaining('something connected to 203.0.113.2'),
      ],
      [
        'asks with node:http',
        expect.stringContaining('something connected to 203.0.113.3'),
      ],
    ]);
  });
});

describe('a process that must not reach other machines', () => {
  const preload = [
    '--conditions=@samewire/source',
    '--import',
    '@samewire/mock/no-network',
  ];

  test('fails in the end if anything tried to', async () => {
    const script = "fetch('http://203.0.113.4/').catch(() => {})";
    const { exitCode, output } = await runNode(...preload, '-e', script);
    expect([exitCode, output]).toEqual([1, expect.stringContaining('203.0.113.4')]);
  });

  test('is left alone otherwise', async () => {
    expect(await runNode(...preload, '-e', '0')).toEqual({ exitCode: 0, output: '' });
  });
});

/** The code of the error of a connection, if there is one soon. */
async function codeOfAsking(url: string): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(20) });
    return '';
  } catch (error) {
    const { cause } = error as { readonly cause?: NodeJS.ErrnoException };
    return cause?.code ?? '';
  }
}

test('denials add up: the last one to end lets connections through', async () => {
  const refused: string[] = [];
  const endFirst = denyNetwork({ onRefusal: (host) => refused.push(`first ${host}`) });
  const endSecond = denyNetwork({ onRefusal: (host) => refused.push(`second ${host}`) });
  endFirst();
  expect(await codeOfAsking('http://203.0.113.5/')).toBe('ENETDENIED');
  expect(refused).toEqual(['second 203.0.113.5']);
  endSecond();
  expect(await codeOfAsking('http://203.0.113.5/')).not.toBe('ENETDENIED');
});

test('a host that is allowed is not refused', async () => {
  const refused: string[] = [];
  const end = denyNetwork({
    allow: ['203.0.113.6'],
    onRefusal: (host) => refused.push(host),
  });
  expect(await codeOfAsking('http://203.0.113.6/')).not.toBe('ENETDENIED');
  end();
  expect(refused).not.toContain('203.0.113.6');
});
