import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const manifest = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
) as Manifest;

/**
 * What the package exports, and what bin/samewire-mock.js loads: each a file of its own, named as its
 * source.
 */
const entries = [
  'main',
  ...Object.values(manifest.exports).flatMap((target) =>
    typeof target === 'string'
      ? []
      : [target.default.replace(/^\.\/dist\/(.*)\.js$/, '$1')],
  ),
];

/**
 * The published JavaScript: few files, for a test run that starts has to open each of them.
 * Declarations are the compiler's, and stay one for each source.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: {
    // Many small files, so they come along; all other packages stay outside.
    noExternal: ['commander', 'yaml'],
    // Without `node`, yaml is modules that browsers read too.
    resolve: { conditions: ['import', 'module', 'default'] },
  },
  build: {
    ssr: true,
    target: 'es2024',
    minify: false,
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name].js',
        codeSplitting: {
          groups: [
            { name: 'yaml', test: /node_modules[\\/]yaml/, priority: 3 },
            { name: 'profiles', test: /src[\\/]profiles[\\/]data/, priority: 3 },
            {
              name: 'core',
              test: /src[\\/](?:cassette|exchange|faults|fetch|match|mock|player|record|secrets)[\\/]/,
              priority: 2,
            },
            {
              name: 'server',
              test: /src[\\/](?:files|server)[\\/](?!no-network|tls)/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
