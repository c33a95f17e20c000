import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { pinnedSource } from '../../packages/engine/llama-cpp/pinned-source.ts';
import { runCommand } from '../../packages/engine/scripts/run-command.ts';

const binaries: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
};

/**
 * Puts node-llama-cpp and its binary for this machine into a folder, if they are not there yet. It
 * is no dependency of the project, because it would bring hundreds of megabytes of GPU binaries
 * along and compile itself on installation. None of its install scripts runs here.
 *
 * @returns undefined where it cannot be had: no binary for this machine, or no registry
 */
export async function fetchNodeLlamaCpp(cache: string): Promise<string | undefined> {
  const binary = binaries[`${platform()}-${arch()}`];
  if (binary === undefined) return undefined;
  // The release that carries the source of llama.cpp the engine is built of, compiled.
  const [name = '', version = ''] = pinnedSource.package.split('@');
  const folder = join(cache, `${name}-${version}`);
  if (existsSync(folder)) return folder;
  const scratch = `${folder}.new`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock'];
  const packages = [pinnedSource.package, `@${name}/${binary}@${version}`];
  try {
    await runCommand(
      'npm',
      ['install', '--ignore-scripts', '--omit=optional', ...quiet, ...packages],
      { cwd: scratch },
    );
  } catch {
    return undefined;
  }
  renameSync(scratch, folder);
  return folder;
}
