/** Numbers from 0 to 1 that look random and are always the same for the same seed. */
export type Random = () => number;

/** The seed may be any text, such as `"7 session-1 call 3"`. */
export function seededRandom(seed: string): Random {
  let state = hash(seed);
  // Mulberry32: 32 bits of state, one multiplication and some shifts a number.
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a */
function hash(text: string): number {
  let value = 0x81_1c_9d_c5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01_00_01_93);
  return value >>> 0;
}
