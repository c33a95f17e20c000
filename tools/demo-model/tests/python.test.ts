import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const python = process.env['SAMEWIRE_PYTHON'] ?? 'python3';
const question = 'import sys; sys.exit(sys.version_info < (3, 11))';
const isNewEnough = spawnSync(python, ['-c', question]).status === 0;
const note = isNewEnough
  ? ''
  : ' (skipped: no Python 3.11 or newer, see SAMEWIRE_PYTHON)';

/** Training's and export's need PyTorch, which nobody has to install for `npm test`. */
const needNothing = ['tests.test_corpus', 'tests.test_evaluation'];

test.skipIf(!isNewEnough).for(needNothing)(
  `the Python tests in %s pass${note}`,
  async (module) => {
    const words = ['-B', '-m', 'unittest', '--failfast', module];
    const child = spawn(python, words, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [code] = await once(child, 'close');
    expect(code === 0 ? 'all pass' : said.join('')).toBe('all pass');
  },
);
