import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runIfOutdated } from './outdated.mjs';
import { findMissing } from './prerequisites.mjs';
import { giveUp, say, tick } from './say.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The Node that everything but this set-up runs on, whatever Node the machine has. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', 'node');

const stamps = join(root, 'node_modules', '.samewire');

/**
 * Makes a checkout ready to run: dependencies installed, engine compiled, playground built. What
 * is up to date is not touched, so a second time takes well under a second.
 */
export function prepare() {
  installDependencies();
  buildEngine();
  buildPlayground();
}

let hasPrerequisites = false;

/** Looked for only when something has to be built, and once. */
function requirePrerequisites() {
  if (hasPrerequisites) return;
  const missing = findMissing();
  hasPrerequisites = true;
  if (missing.length === 0) return;
  const lines = missing.map(
    ({ name, problem, remedy }) => `${name}: ${problem}\n    ${remedy}`,
  );
  giveUp('samewire needs what this machine does not have:', lines.join('\n'));
}

export function installDependencies() {
  runIfOutdated({
    // In node_modules, so that removing that folder removes the stamp too.
    stamp: join(stamps, 'dependencies'),
    inputs: [join(root, 'package-lock.json')],
    outputs: [pinnedNode],
    build: () => {
      requirePrerequisites();
      say('  installing dependencies …');
      const startedAt = Date.now();
      // A half-installed folder confuses npm more than none.
      rmSync(join(root, 'node_modules', '.package-lock.json'), { force: true });
      const options = ['--no-audit', '--no-fund', '--loglevel=error'];
      run('npm', ['ci', ...options], 'npm could not install the dependencies.');
      tick(`dependencies installed  ${seconds(startedAt)}`);
    },
  });
}

function buildEngine() {
  const engine = join(root, 'packages', 'engine');
  runIfOutdated({
    stamp: join(stamps, 'engine'),
    inputs: ['native', 'llama-cpp', 'scripts', 'CMakeLists.txt'].map((name) =>
      join(engine, name),
    ),
    variables: ['SAMEWIRE_GPU', 'SAMEWIRE_LLAMA_CPP_DIR'],
    outputs: [
      join(engine, 'build', 'addon', 'Release', 'engine.node'),
      join(engine, 'build', 'models', 'speaking.gguf'),
    ],
    build: () => {
      requirePrerequisites();
      const script = join(engine, 'scripts', 'build-native.ts');
      run(pinnedNode, [script], 'The engine could not be built.');
    },
  });
}

function buildPlayground() {
  const playground = join(root, 'apps', 'playground');
  const sources = [
    'src',
    'public',
    'vite',
    'index.html',
    'vite.config.ts',
    'package.json',
  ];
  runIfOutdated({
    stamp: join(stamps, 'playground'),
    inputs: [
      ...sources.map((name) => join(playground, name)),
      join(root, 'packages', 'shared-types', 'src'),
      join(root, 'package-lock.json'),
    ],
    outputs: [join(playground, 'dist', 'index.html')],
    build: () => {
      say('  building the playground …');
      const startedAt = Date.now();
      const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
      const args = [vite, 'build', '--logLevel', 'warn'];
      run(pinnedNode, args, 'The playground could not be built.', playground);
      tick(`playground built  ${seconds(startedAt)}`);
    },
  });
}

function run(command, args, problem, cwd = root) {
  const result = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.error) giveUp(problem, result.error.message);
  if (result.status !== 0) giveUp(problem, 'The lines above say why.');
}

function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
}
