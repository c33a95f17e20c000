import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const fontPackages = [
  '@fontsource-variable/instrument-sans',
  '@fontsource-variable/jetbrains-mono',
];

/** Puts the fonts' licence beside them, as it asks. Vite itself does so for scripts. */
export function fontLicenses(): Plugin {
  return {
    name: 'samewire:font-licenses',
    apply: 'build',
    async generateBundle() {
      const { resolve } = createRequire(import.meta.url);
      const texts = fontPackages.map((name) =>
        readFile(resolve(`${name}/LICENSE`), 'utf8'),
      );
      const source = (await Promise.all(texts)).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'font-licenses.txt', source });
    },
  };
}
