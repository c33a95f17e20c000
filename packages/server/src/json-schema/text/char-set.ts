/**
 * A set of characters: code points as ranges that neither touch nor overlap, rising:
 * first, last, first, last.
 */
export type CharSet = readonly number[];

const lastCodePoint = 0x10_ff_ff;

export const anyChar: CharSet = [0, lastCodePoint];

export function charSet(...ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = ranges.toSorted(([a], [b]) => a - b);
  const result: number[] = [];
  for (const [first, last] of sorted) {
    const end = result.at(-1);
    if (end !== undefined && first <= end + 1)
      result[result.length - 1] = Math.max(end, last);
    else result.push(first, last);
  }
  return result;
}

/** The set of the characters of a text. */
export function charsOf(text: string): CharSet {
  return charSet(...Array.from(text, (char) => only(codePointOf(char))));
}

export function codePointOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function only(codePoint: number): [number, number] {
  return [codePoint, codePoint];
}

export function rangesOf(set: CharSet): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = 0; at < set.length; at += 2)
    ranges.push([set[at] ?? 0, set[at + 1] ?? 0]);
  return ranges;
}

export function union(...sets: readonly CharSet[]): CharSet {
  return charSet(...sets.flatMap(rangesOf));
}

/** All characters that are in none of the ranges. */
export function complement(set: CharSet): CharSet {
  const result: number[] = [];
  let next = 0;
  for (const [first, last] of rangesOf(set)) {
    if (first > next) result.push(next, Math.min(first - 1, lastCodePoint));
    next = last + 1;
    if (next > lastCodePoint) return result;
  }
  result.push(next, lastCodePoint);
  return result;
}

export function intersection(a: CharSet, b: CharSet): CharSet {
  const result: number[] = [];
  const [left, right] = [rangesOf(a), rangesOf(b)];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const [[firstA, lastA], [firstB, lastB]] = [left[i]!, right[j]!];
    const first = Math.max(firstA, firstB);
    const last = Math.min(lastA, lastB);
    if (first <= last) result.push(first, last);
    if (lastA < lastB) i++;
    else j++;
  }
  return result;
}

export function contains(set: CharSet, codePoint: number): boolean {
  for (let at = 0; at < set.length; at += 2)
    if (codePoint <= set[at + 1]!) return codePoint >= set[at]!;
  return false;
}
