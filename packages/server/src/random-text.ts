import { randomFillSync } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

// Asking the system for a few bytes costs as much as for thousands, and every request needs
// some twice. Each byte is used once.
const pool = Buffer.alloc(8192);
let numUsed = pool.length;

/** Random letters and digits, not to be guessed. At most 8192. */
export function randomLetters(length: number): string {
  const start = takeBytes(length);
  let text = '';
  for (let at = start; at < start + length; at++)
    text += alphabet[(pool[at] ?? 0) % alphabet.length];
  return text;
}

/** As many random bytes in hexadecimal, not to be guessed. At most 8192. */
export function randomHex(numBytes: number): string {
  const start = takeBytes(numBytes);
  return pool.toString('hex', start, start + numBytes);
}

/** Where in the pool fresh bytes begin. */
function takeBytes(count: number): number {
  if (numUsed + count > pool.length) {
    randomFillSync(pool);
    numUsed = 0;
  }
  const start = numUsed;
  numUsed += count;
  return start;
}
