import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildKey } from './build-key.ts';
import { buildOptions } from './build-options.ts';
import { cacheFolder } from './cache-folder.ts';
import { withLock } from './cache-lock.ts';
import { fetchSource } from './fetch-source.ts';
import { pinnedSource } from './pinned-source.ts';
import { runCommand } from '../scripts/run-command.ts';

export interface LlamaCpp {
  readonly sourceDir: string;
  /** The CMake build folder; `llama-cpp-targets.cmake` in it declares the libraries. */
  readonly buildDir: string;
  /** Changes whenever the libraries may differ. */
  readonly key: string;
}

export interface Progress {
  /** A long step begins. */
  step(name: string): void;
  /** Fraction of the running step, 0 to 1. */
  fraction(done: number): void;
}

/**
 * Fetches and compiles llama.cpp, or finds it compiled already in the user's cache folder.
 * `SAMEWIRE_LLAMA_CPP_DIR` builds another checkout instead of the pinned one.
 *
 * @param target CMake target to build: the libraries, or a program such as `llama-server`
 */
export async function ensureLlamaCpp(
  progress: Progress,
  target = 'samewire-libraries',
): Promise<LlamaCpp> {
  const cache = cacheFolder();
  const ownCheckout = process.env['SAMEWIRE_LLAMA_CPP_DIR'];
  const sourceDir = ownCheckout
    ? resolve(ownCheckout)
    : join(cache, `source-${pinnedSource.commit.slice(0, 12)}`);
  const options = await buildOptions();
  const key = await buildKey({
    source: ownCheckout ? sourceDir : pinnedSource.commit,
    options,
  });
  const buildDir = join(cache, `build-${key}`);
  const llamaCpp = { sourceDir, buildDir, key };

  // The files of another checkout may have changed at any time; the build tool knows.
  const done = join(buildDir, `built-${target}`);
  if (existsSync(done) && !ownCheckout) return llamaCpp;

  mkdirSync(cache, { recursive: true });
  const onWait = (pid: number) =>
    progress.step(`waiting for process ${pid}, which builds it too`);
  return withLock(join(cache, 'lock'), onWait, async () => {
    if (existsSync(done) && !ownCheckout) return llamaCpp;
    if (!existsSync(sourceDir))
      progress.step(`fetching llama.cpp ${pinnedSource.version}`);
    await fetchSource(pinnedSource, sourceDir);
    progress.step(`compiling llama.cpp ${pinnedSource.version} (${target})`);
    await compile(llamaCpp, options, target, progress);
    writeFileSync(done, '');
    return llamaCpp;
  });
}

async function compile(
  { sourceDir, buildDir }: LlamaCpp,
  options: readonly string[],
  target: string,
  progress: Progress,
): Promise<void> {
  const recipe = placeRecipe(buildDir);
  const folders = ['-S', recipe, '-B', buildDir, `-DLLAMA_CPP_SOURCE_DIR=${sourceDir}`];
  await runCommand('cmake', [...folders, ...options, ...(await generator())]);
  const jobs =
    process.env['CMAKE_BUILD_PARALLEL_LEVEL'] ?? String(availableParallelism());
  await runCommand(
    'cmake',
    ['--build', buildDir, '--target', target, '--parallel', jobs],
    {
      onLine: (line) => {
        const done = fractionOf(line);
        if (done !== undefined) progress.fraction(done);
      },
    },
  );
}

/**
 * CMake binds a build folder to the folder of its recipe. This one outlives the work tree, and
 * another work tree may build a further target in it, so the recipe is kept beside it.
 */
function placeRecipe(buildDir: string): string {
  const recipe = `${buildDir}-recipe`;
  mkdirSync(recipe, { recursive: true });
  const source = fileURLToPath(new URL('CMakeLists.txt', import.meta.url));
  copyFileSync(source, join(recipe, 'CMakeLists.txt'));
  const settings = join(buildDir, 'CMakeCache.txt');
  // Bound to another folder. What has been compiled stays as it is.
  if (existsSync(settings) && !isBoundTo(settings, recipe)) rmSync(settings);
  return recipe;
}

function isBoundTo(settings: string, recipe: string): boolean {
  return readFileSync(settings, 'utf8').includes(
    `CMAKE_HOME_DIRECTORY:INTERNAL=${recipe}\n`,
  );
}

/** Ninja where there is one: it schedules better than make. */
async function generator(): Promise<string[]> {
  try {
    await runCommand('ninja', ['--version']);
    return ['-G', 'Ninja'];
  } catch {
    return [];
  }
}

/** Ninja prints `[12/185] …`, make prints `[ 6%] …`. */
export function fractionOf(line: string): number | undefined {
  const ninja = /^\[(\d+)\/(\d+)\]/.exec(line);
  if (ninja) return Number(ninja[1]) / Number(ninja[2]);
  const make = /^\[\s*(\d+)%\]/.exec(line);
  return make ? Number(make[1]) / 100 : undefined;
}
