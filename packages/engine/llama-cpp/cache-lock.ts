import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 500;

/**
 * Runs `work` while no other process runs work under the same lock folder. The lock of a process
 * that has died is taken over.
 *
 * @param onWait called once with the other process's id if there is one to wait for
 */
export async function withLock<Result>(
  folder: string,
  onWait: (pid: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  let hasWaited = false;
  while (!tryLock(folder)) {
    const holder = holderOf(folder);
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (holder !== undefined && !hasWaited) onWait(holder);
    hasWaited ||= holder !== undefined;
    await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder can be created by only one process: that is the lock. */
function tryLock(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

function holderOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'pid'), 'utf8')) || undefined;
  } catch {
    // Just locked and not yet signed, or just unlocked.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
