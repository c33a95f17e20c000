import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

const sampleMs = 500;
const patienceMs = 20_000;
/** One core of two in use for a twentieth of the time, about what an idle machine does. */
const idleShare = 0.05;

/** Fraction of all cores' time that was spent on something, over half a second. */
async function busyShare(): Promise<number> {
  const before = times();
  await delay(sampleMs);
  const after = times();
  const all = after.all - before.all;
  return all === 0 ? 0 : (after.busy - before.busy) / all;
}

function times(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times: core } of cpus()) {
    busy += core.user + core.nice + core.sys + core.irq;
    all += core.user + core.nice + core.sys + core.irq + core.idle;
  }
  return { busy, all };
}

/**
 * Waits until the machine does nothing else, but not for ever. The load average would not do: it
 * still remembers the measurement before.
 *
 * @returns the fraction of the cores' time that others use; more than `isQuiet` allows if they
 *   did not stop
 */
export async function waitForQuiet(): Promise<number> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const share = await busyShare();
    if (isQuiet(share) || performance.now() > deadline) return share;
  }
}

export function isQuiet(share: number): boolean {
  return share <= idleShare;
}
