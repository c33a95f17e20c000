import {
  type CharSet,
  charSet,
  charsOf,
  codePointOf,
  rangesOf,
  union,
} from '../json-schema/text/char-set.ts';

// What Python's regular expressions mean by their classes of characters.

/** As `\s`. */
export const spaces: CharSet = charSet(
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x16_80, 0x16_80],
  [0x20_00, 0x20_0a],
  [0x20_28, 0x20_29],
  [0x20_2f, 0x20_2f],
  [0x20_5f, 0x20_5f],
  [0x30_00, 0x30_00],
);

let knownDigits: CharSet | undefined;
let knownWordChars: CharSet | undefined;

/** As `\d`. */
export function digits(): CharSet {
  return (knownDigits ??= having(/^\p{Nd}$/u));
}

/** As `\w`. */
export function wordChars(): CharSet {
  return (knownWordChars ??= having(/^[\p{L}\p{N}_]$/u));
}

/** Planes of letters end here. */
const lastLetter = 0x3_ff_ff;

/** The characters of a property. */
export function having(property: RegExp, from = 0, to = lastLetter): CharSet {
  const ranges: [number, number][] = [];
  for (let codePoint = from; codePoint <= to; codePoint++) {
    if (!property.test(String.fromCodePoint(codePoint))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === codePoint - 1) last[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  return charSet(...ranges);
}

/** Characters that are the same as a letter of ASCII if case is nothing. */
const likeAscii = new Map([
  ['i', 'İı'],
  ['k', '\u212A'],
  ['s', 'ſ'],
]);

/** Beyond, only letters of ASCII are looked at: a set like that has both cases of the others. */
const maxCased = 70_000;

/** A set and what differs from its characters in case alone. */
export function ignoringCase(set: CharSet): CharSet {
  const size = rangesOf(set).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const added = new Set<string>();
  for (const [first, last] of rangesOf(set)) {
    const end = size > maxCased ? Math.min(last, 0x7f) : last;
    for (let codePoint = first; codePoint <= end; codePoint++) {
      const char = String.fromCodePoint(codePoint);
      for (const other of [char.toLowerCase(), char.toUpperCase()])
        if (other !== char && String.fromCodePoint(codePointOf(other)) === other)
          added.add(other);
      for (const other of likeAscii.get(char.toLowerCase()) ?? []) added.add(other);
    }
  }
  return union(set, charsOf([...added].join('')));
}
