/** A small seeded source of chance, so that a failing case can be run again. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    pick: <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

export type Random = ReturnType<typeof randomFrom>;

/** Cuts something into pieces of 1 to `longest`, any way chance has it. */
export function cutAnywhere<Whole extends { length: number }>(
  random: Random,
  whole: Whole,
  slice: (whole: Whole, start: number, end: number) => Whole,
  longest: number,
): Whole[] {
  const pieces: Whole[] = [];
  for (let start = 0; start < whole.length;) {
    const end = Math.min(whole.length, start + 1 + random.below(longest));
    pieces.push(slice(whole, start, end));
    start = end;
  }
  return pieces;
}
