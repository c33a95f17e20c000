import {
  type CharSet,
  charSet,
  complement,
  contains,
  intersection,
  rangesOf,
} from '../json-schema/text/char-set.ts';

/**
 * Characters, divided so that those of one part are in the same of the given sets: a part can stand
 * for its characters.
 */
export class Alphabet {
  /** The characters of each part. */
  readonly parts: readonly CharSet[];
  readonly #partsOf = new Map<string, readonly number[]>();

  /** @param excluded what no text has */
  constructor(sets: readonly CharSet[], excluded: CharSet) {
    const distinct = new Map(sets.map((set) => [set.join(), set]));
    const included = complement(excluded);
    this.parts = divide([...distinct.values()])
      .map((part) => intersection(part, included))
      .filter((part) => part.length > 0);
    for (const [key, set] of distinct)
      this.#partsOf.set(
        key,
        this.parts.flatMap((part, index) => (contains(set, part[0]!) ? [index] : [])),
      );
  }

  /** The parts of one of the sets. */
  partsOf(set: CharSet): readonly number[] {
    return this.#partsOf.get(set.join()) ?? [];
  }
}

function divide(sets: readonly CharSet[]): CharSet[] {
  const changes = new Map<number, number[]>([[0, []]]);
  sets.forEach((set, index) => {
    for (const [first, last] of rangesOf(set))
      for (const at of [first, last + 1]) {
        const those = changes.get(at);
        if (those === undefined) changes.set(at, [index]);
        else those.push(index);
      }
  });
  const borders = [...changes.keys()].toSorted((a, b) => a - b);
  const inside = new Set<number>();
  const parts = new Map<string, [number, number][]>();
  borders.forEach((first, index) => {
    for (const set of changes.get(first) ?? []) if (!inside.delete(set)) inside.add(set);
    if (inside.size === 0) return;
    const last = (borders[index + 1] ?? 0x11_00_00) - 1;
    const key = [...inside].toSorted((a, b) => a - b).join();
    const ranges = parts.get(key);
    if (ranges === undefined) parts.set(key, [[first, last]]);
    else ranges.push([first, last]);
  });
  return Array.from(parts.values(), (ranges) => charSet(...ranges));
}
