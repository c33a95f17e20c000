import { availableParallelism } from 'node:os';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Tests read the packages' sources; nothing has to be built first but the native addon. */
const conditions = ['@samewire/source', ...defaultServerConditions];

/** Answers have to fit OpenAI's published document, in whatever test. */
const judgeAnswers = 'packages/conformance/test/support/judge-answers.ts';

function project(name: string, include: string[], options: object = {}) {
  return { extends: true as const, test: { name, include, ...options } };
}

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    // A slow machine is no failure: only what never ends is cut off.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000 } },
    // Half of the time a test waits for a browser or a child process.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      project('unit', [
        'packages/shared-types/test/**/*.test.ts',
        'packages/mock/test/**/*.test.ts',
        'packages/engine/test/unit/**/*.test.ts',
        'packages/server/test/unit/**/*.test.ts',
        'scripts/**/*.test.ts',
        'bench/test/**/*.test.ts',
        'tools/demo-model/tests/*.test.ts',
      ]),
      project('server', ['packages/server/test/{server,state}/**/*.test.ts'], {
        setupFiles: [judgeAnswers],
      }),
      // Many schemas through the compiled engine.
      project(
        'structured-output',
        ['packages/server/test/structured-output/**/*.test.ts'],
        { testTimeout: 600_000 },
      ),
      project('playground', ['apps/playground/test/**/*.test.{ts,tsx}'], {
        // The page is built, if need be, before its size and its behaviour are tested.
        globalSetup: ['apps/playground/test/build-page.ts'],
      }),
      project('conformance', ['packages/conformance/test/**/*.test.ts'], {
        setupFiles: [judgeAnswers],
      }),
      project('engine', ['packages/engine/test/engine/**/*.test.ts']),
      project('lifetime', ['packages/engine/test/lifetime/**/*.test.ts'], {
        pool: 'forks',
        execArgv: ['--expose-gc'],
      }),
    ],
  },
});
