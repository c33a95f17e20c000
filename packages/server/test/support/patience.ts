import { vi } from 'vitest';

/** Only what never happens is cut off; a slow machine is no failure. */
const timeout = 20_000;

/** Waits until a condition gives something true, and returns that. */
export function until<T>(condition: () => T | Promise<T>) {
  return vi.waitUntil(condition, { timeout });
}

/** Waits until a check no longer throws, and returns what it gives. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 5 });
}
