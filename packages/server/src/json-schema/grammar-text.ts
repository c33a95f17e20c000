import {
  charsOf,
  type CharSet,
  contains,
  intersection,
  rangesOf,
} from './text/char-set.ts';

/** A text as a literal of GBNF. */
export function literal(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${text.replaceAll(/[^ !#-[\]-~\u{80}-\u{10ffff}]/gu, escapeInLiteral)}"`;
}

function escapeInLiteral(char: string): string {
  return char === '"' || char === '\\'
    ? `\\${char}`
    : hexEscape(char.codePointAt(0) ?? 0);
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
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
/** The other characters, as what their escape begins with and its last character. */
const escapes = [...Array(0x20).keys(), 0x22, 0x5c].map((codePoint) => {
  const hex = codePoint.toString(16).padStart(4, '0');
  const written = shortEscapes[String.fromCodePoint(codePoint)] ?? `\\u${hex}`;
  return { codePoint, lead: written.slice(0, -1), last: written.slice(-1) };
});

const allEscapes = alternativesOf(escapes);

/** Escapes that begin alike are one alternative, because each is a place to be followed. */
function alternativesOf(some: typeof escapes): string[] {
  const byLead = Map.groupBy(some, ({ lead }) => lead);
  return Array.from(byLead, ([lead, alike]) => {
    const lasts = alike.map(({ last }) => last).join('');
    if (lasts.length === 1) return literal(lead + lasts);
    return `${literal(lead)} ${characterClass(charsOf(lasts))}`;
  });
}

/**
 * One character of a set, as it is written inside a string of JSON: as itself wherever that is
 * possible, so that no text can be written in two ways. Alternatives, none of them empty.
 */
export function jsonCharacters(set: CharSet): string[] {
  const unescaped = intersection(set, plain);
  const parts = unescaped.length > 0 ? [characterClass(unescaped)] : [];
  const escaped = escapes.filter(({ codePoint }) => contains(set, codePoint));
  if (escaped.length === 0) return parts;
  const isAll = escaped.length === escapes.length;
  return [...parts, ...(isAll ? allEscapes : alternativesOf(escaped))];
}
