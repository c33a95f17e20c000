import { globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { CassetteError } from '../cassette/cassette-error.ts';
import { readCassette } from '../cassette/read-cassette.ts';
import { isJsonObject } from '../exchange/json.ts';
import { writeCassetteFile } from '../files/cassette-files.ts';
import { ImportError, isExact } from '../import/imported.ts';
import type { MockSurroundings } from './surroundings.ts';
import { exitCodes, type MockExitCode, UsageError } from './usage-error.ts';

export function addMigrateCommand(
  program: Command,
  surroundings: MockSurroundings,
  finish: (code: MockExitCode) => void,
): void {
  program
    .command('migrate')
    .description(
      'Put cassettes of this version in the place of what other tools recorded. What cannot be ' +
        'replayed exactly is left as it is, with the reason, and so are cassettes of this version.',
    )
    .argument('<paths...>', 'files, or folders of files')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (paths: readonly string[], flags: { readonly dryRun?: boolean }) => {
      finish(await migrate(paths, flags.dryRun === true, surroundings));
    });
}

/** What becomes of a file. */
type Outcome = 'migrated' | 'current' | 'left';

async function migrate(
  paths: readonly string[],
  isDryRun: boolean,
  { cwd, stdout, stderr }: MockSurroundings,
): Promise<MockExitCode> {
  const counts: Record<Outcome, number> = { migrated: 0, current: 0, left: 0 };
  for (const file of paths.flatMap((path) => filesOf(path, cwd))) {
    const leave = (reason: string): Outcome => {
      stderr.write(`${file}: left as it is: ${reason}\n`);
      return 'left';
    };
    counts[await migrateFile(file, resolve(cwd, file), isDryRun, leave)] += 1;
  }
  const { migrated, current, left } = counts;
  stdout.write(`${migrated} migrated, ${current} current, ${left} left as they are\n`);
  return left === 0 ? exitCodes.ok : exitCodes.failed;
}

async function migrateFile(
  file: string,
  path: string,
  isDryRun: boolean,
  leave: (reason: string) => Outcome,
): Promise<Outcome> {
  const bytes = readFileSync(path);
  try {
    if (isCassette(bytes.toString())) {
      readCassette(bytes.toString());
      return 'current';
    }
    const { importRecording } = await import('../import/import-recording.ts');
    const imported = importRecording(bytes, file);
    if (!isExact(imported)) {
      const lost = imported.losses.filter(({ what }) => what !== 'cuts');
      return leave(
        lost
          .map(({ exchange, reason }) => `exchange ${exchange + 1}: ${reason}`)
          .join('; '),
      );
    }
    if (isDryRun) return 'migrated';
    const target = path.replace(/\.(?:ya?ml|json|har|txt|sse)$/i, '.yaml');
    if (target !== path && statSync(target, { throwIfNoEntry: false }) !== undefined)
      return leave(`${target} is there already`);
    writeCassetteFile(target, imported.cassette);
    if (target !== path) rmSync(path);
    return 'migrated';
  } catch (error) {
    if (error instanceof ImportError || error instanceof CassetteError)
      return leave(error.message);
    throw error;
  }
}

/** Whether this is one of ours, of whatever version. */
function isCassette(text: string): boolean {
  try {
    const root = parse(text, { maxAliasCount: 0, logLevel: 'silent' }) as unknown;
    return (
      isJsonObject(root) &&
      root['version'] !== undefined &&
      Array.isArray(root['exchanges'])
    );
  } catch {
    return false;
  }
}

/** @throws UsageError */
function filesOf(path: string, cwd: string): readonly string[] {
  const stats = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`there is no ${path}`);
  if (!stats.isDirectory()) return [path];
  return globSync('**/*.{yaml,yml,json,har,txt,sse}', { cwd: resolve(cwd, path) })
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((name) => join(path, name));
}
