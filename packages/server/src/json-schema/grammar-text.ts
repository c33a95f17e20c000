import { type CharSet, intersection, rangesOf } from './text/char-set.ts';

/** A text as a literal of GBNF. */
export function literal(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${Array.from(text, escapeInLiteral).join('')}"`;
}

function escapeInLiteral(char: string): string {
  const codePoint = char.codePointAt(0) ?? 0;
  if (char === '"' || char === '\\') return `\\${char}`;
  return codePoint < 0x20 || codePoint === 0x7f ? hexEscape(codePoint) : char;
}

function hexEscape(codePoint: number): string {
  const hex = codePoint.toString(16);
  if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return codePoint <= 0xff_ff
    ? `\\u${hex.padStart(4, '0')}`
    : `\\U${hex.padStart(8, '0')}`;
}

/** A set of characters as a class of GBNF. */
function characterClass(set: CharSet): string {
  const ranges = rangesOf(set).map(([first, last]) =>
    first === last ? classChar(first) : `${classChar(first)}-${classChar(last)}`,
  );
  return `[${ranges.join('')}]`;
}

function classChar(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  return /^[A-Za-z0-9]$/.test(char) ? char : hexEscape(codePoint);
}

/** Characters that stand for themselves inside a string of JSON. */
const plain: CharSet = [0x20, 0x21, 0x23, 0x5b, 0x5d, 0xd7_ff, 0xe0_00, 0x10_ff_ff];
const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * One character of a set, as it is written inside a string of JSON: as itself wherever that is
 * possible, so that no text can be written in two ways.
 */
export function jsonCharacters(set: CharSet): string[] {
  const parts: string[] = [];
  const unescaped = intersection(set, plain);
  if (unescaped.length > 0) parts.push(characterClass(unescaped));
  for (const [first, last] of rangesOf(intersection(set, [0, 0x5c])))
    for (let codePoint = first; codePoint <= last; codePoint++) {
      if (codePoint >= 0x20 && codePoint !== 0x22 && codePoint !== 0x5c) continue;
      const char = String.fromCodePoint(codePoint);
      const hex = codePoint.toString(16).padStart(4, '0');
      parts.push(literal(escapes[char] ?? `\\u${hex}`));
    }
  return parts;
}
