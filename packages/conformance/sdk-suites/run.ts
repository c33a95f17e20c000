// Runs the API tests of an official SDK, out of a checkout of its sources, against a server
// over a fake engine, in the lenient profile and with the objects that the tests ask for.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { seeds } from './seeds.ts';

const usage =
  'Usage: npm run sdk-suite --workspace packages/conformance -- <checkout> [--python <program>]\n' +
  'The checkout is of openai-node or openai-python; the Python has what its tests import.';

/** The resources whose tests are run, in the words of both SDKs. */
const families = {
  folders: ['chat', 'responses', 'conversations', 'uploads'],
  files: [
    'batches',
    'completions',
    'conversations',
    'embeddings',
    'files',
    'models',
    'responses',
    'uploads',
  ],
};

const { values, positionals } = parseArgs({
  options: { python: { type: 'string', default: 'python3' } },
  allowPositionals: true,
});
const [given] = positionals;
if (given === undefined) {
  console.error(usage);
  process.exit(2);
}
const checkout = resolve(given);
const isPython = existsSync(join(checkout, 'pyproject.toml'));
const tests = join(checkout, 'tests', isPython ? 'api_resources' : 'api-resources');
if (!existsSync(tests)) {
  console.error(`There are no tests in ${tests}.\n${usage}`);
  process.exit(2);
}

// The key that the tests send.
const apiKey = 'My API Key';
const server = await buildServer({
  engine: new FakeEngine(),
  config: {
    model: { id: 'tiny' },
    apiKeys: [apiKey],
    profile: 'lenient',
    matryoshka: true,
    seeds,
  },
});
const url = await server.listen({ host: '127.0.0.1', port: 0 });
const environment = {
  ...process.env,
  TEST_API_BASE_URL: `${url}/v1`,
  SEEDS_URL: `${url}/seeds/restore`,
  SEEDS_KEY: apiKey,
};
try {
  process.exitCode = await (isPython ? runPython() : runNode());
} finally {
  await server.close();
}

function runNode(): Promise<number> {
  const vitest = dirname(createRequire(import.meta.url).resolve('vitest/package.json'));
  return run(process.execPath, [join(vitest, 'vitest.mjs'), 'run'], {
    SDK_CHECKOUT: checkout,
    SDK_TESTS: JSON.stringify([
      ...families.folders.map((name) => `tests/api-resources/${name}/**/*.test.ts`),
      ...families.files.map((name) => `tests/api-resources/${name}.test.ts`),
    ]),
  });
}

function runPython(): Promise<number> {
  const paths = [
    ...families.folders,
    ...families.files.map((name) => `test_${name}.py`),
  ].map((name) => join(tests, name));
  const options = ['-m', 'pytest', '-n0', '-q', '-p', 'restore_seeds'];
  return run(values.python, [...options, '--rootdir', checkout, ...paths], {
    PYTHONPATH: [join(checkout, 'src'), checkout, import.meta.dirname].join(':'),
  });
}

async function run(
  program: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<number> {
  const child = spawn(program, args, {
    cwd: isPython ? checkout : import.meta.dirname,
    env: { ...environment, ...more },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
