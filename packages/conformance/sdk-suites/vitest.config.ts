import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const { SDK_CHECKOUT: root = '.', SDK_TESTS: tests = '[]' } = process.env;

/** For the tests of openai-node, which name its sources `openai`. */
export default defineConfig({
  root,
  resolve: {
    alias: [
      { find: /^openai$/, replacement: join(root, 'src/index.ts') },
      { find: /^openai\/(.*)$/, replacement: join(root, 'src/$1') },
    ],
  },
  test: {
    globals: true,
    include: JSON.parse(tests),
    setupFiles: [join(import.meta.dirname, 'restore-seeds.ts')],
    // They share the objects of the server.
    fileParallelism: false,
  },
});
