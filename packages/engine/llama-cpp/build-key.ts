import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { runCommand } from '../scripts/run-command.ts';

export interface BuildInputs {
  /** What identifies the source: the pinned commit, or the path of another checkout. */
  readonly source: string;
  readonly options: readonly string[];
}

/**
 * A name for everything that decides what the compiled libraries are: source, options, compiler
 * and CPU. Two machines or compilers never share a build by mistake.
 */
export async function buildKey({ source, options }: BuildInputs): Promise<string> {
  const recipe = readFileSync(new URL('CMakeLists.txt', import.meta.url), 'utf8');
  const parts = [
    source,
    options,
    recipe,
    await compilerVersion(),
    platform(),
    arch(),
    cpuFeatures(),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

async function compilerVersion(): Promise<string> {
  const [firstLine = ''] = (
    await runCommand(process.env['CXX'] ?? 'c++', ['--version'])
  ).split('\n');
  return firstLine;
}

/** What `-march=native` looks at. Elsewhere than on Linux the model name has to do. */
function cpuFeatures(): string {
  if (platform() !== 'linux') return cpus()[0]?.model ?? '';
  const lines = readFileSync('/proc/cpuinfo', 'utf8').split('\n');
  return lines.find((line) => /^(flags|Features)\s*:/.test(line)) ?? '';
}
