import {
  anyChar,
  type CharSet,
  charSet,
  charsOf,
  codePointOf,
  complement,
  union,
} from './char-set.ts';
import type { Expression, Expressions } from './expression.ts';
import { textEnd, textStart } from './text-ends.ts';

/** Why a regular expression cannot be taken, as the end of a sentence. */
export class UnsupportedPattern extends Error {}

const digits = charSet([0x30, 0x39]);
const wordChars = charSet([0x30, 0x39], [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]);
const spaces = charsOf(
  '\t\n\v\f\r \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009' +
    '\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF',
);
const lineEnds = charsOf('\n\r\u2028\u2029');

const classEscapes: Readonly<Record<string, CharSet>> = {
  d: digits,
  D: complement(digits),
  w: wordChars,
  W: complement(wordChars),
  s: spaces,
  S: complement(spaces),
};

const controlEscapes: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  0: '\0',
};

const maxRepetitions = 1000;
const maxPatternLength = 5000;
const maxNesting = 100;

/**
 * The texts in which a regular expression of ECMA-262 finds something, between their two ends.
 * Captures and laziness change nothing about that. Not taken: back-references, looking behind,
 * word borders, Unicode properties, and looking ahead inside a group.
 *
 * @throws UnsupportedPattern
 */
export function parsePattern(pattern: string, expressions: Expressions): Expression {
  if (pattern.length > maxPatternLength)
    throw new UnsupportedPattern(`is longer than ${maxPatternLength} characters`);
  const found = new PatternParser(pattern, expressions).parse();
  const wellFormed = expressions.sequence(
    expressions.chars([textStart, textStart]),
    expressions.repeat(expressions.anyChar, 0),
    expressions.chars([textEnd, textEnd]),
  );
  return expressions.both(wellFormed, found);
}

class PatternParser {
  readonly #chars: readonly string[];
  readonly #make: Expressions;
  #at = 0;

  constructor(pattern: string, make: Expressions) {
    this.#chars = Array.from(pattern);
    this.#make = make;
  }

  parse(): Expression {
    const make = this.#make;
    const anything = make.repeat(make.anyChar, 0);
    // A match may begin and end anywhere; an anchor makes it begin or end at an end of the text.
    const before = make.either(
      make.empty,
      make.sequence(make.chars([textStart, textStart]), anything),
    );
    const behind = make.either(
      make.empty,
      make.sequence(anything, make.chars([textEnd, textEnd])),
    );
    const found = this.#alternatives(0, behind);
    if (this.#at < this.#chars.length) throw new UnsupportedPattern("has a ')' too many");
    return make.sequence(before, found);
  }

  /** @param behind what follows to the end of the text; only known outside of groups */
  #alternatives(depth: number, behind?: Expression): Expression {
    const parts = [this.#sequence(depth, behind)];
    while (this.#takes('|')) parts.push(this.#sequence(depth, behind));
    return this.#make.either(...parts);
  }

  #sequence(depth: number, behind?: Expression): Expression {
    const make = this.#make;
    const parts: Expression[] = [];
    while (this.#at < this.#chars.length && !'|)'.includes(this.#peek())) {
      const ahead = this.#lookAhead(depth);
      if (ahead === undefined) {
        parts.push(this.#repeated(this.#atom(depth)));
        continue;
      }
      if (behind === undefined)
        throw new UnsupportedPattern('looks ahead inside a group');
      const rest = this.#sequence(depth, behind);
      return make.sequence(...parts, make.both(ahead, rest));
    }
    return make.sequence(...parts, ...(behind === undefined ? [] : [behind]));
  }

  /** What has to follow up to the end of the text, if that is what comes next. */
  #lookAhead(depth: number): Expression | undefined {
    const make = this.#make;
    const isPositive = this.#takes('(?=');
    if (!isPositive && !this.#takes('(?!')) return undefined;
    const inner = this.#alternatives(this.#deeper(depth));
    if (!this.#takes(')')) throw new UnsupportedPattern("lacks a ')'");
    if ('*+?{'.includes(this.#peek()) && this.#peek() !== '')
      throw new UnsupportedPattern('repeats an assertion');
    const expected = make.sequence(inner, make.all);
    return isPositive ? expected : make.not(expected);
  }

  #atom(depth: number): Expression {
    const make = this.#make;
    const char = this.#peek();
    this.#at++;
    switch (char) {
      case '^':
        return make.chars([textStart, textStart]);
      case '$':
        return make.chars([textEnd, textEnd]);
      case '.':
        return make.chars(complement(lineEnds));
      case '(':
        return this.#group(depth);
      case '[':
        return make.chars(this.#class());
      case '\\':
        return make.chars(this.#escape());
      case '*':
      case '+':
      case '?':
        throw new UnsupportedPattern(`has nothing to repeat before '${char}'`);
      default:
        return make.chars(charsOf(char));
    }
  }

  #group(depth: number): Expression {
    if (this.#takes('?<=') || this.#takes('?<!'))
      throw new UnsupportedPattern('looks behind');
    if (this.#takes('?<')) {
      while (this.#peek() !== '>' && this.#peek() !== '') this.#at++;
      this.#at++;
    } else if (!this.#takes('?:') && this.#peek() === '?')
      throw new UnsupportedPattern('has a group of an unknown kind');
    const inner = this.#alternatives(this.#deeper(depth));
    if (!this.#takes(')')) throw new UnsupportedPattern("lacks a ')'");
    return inner;
  }

  #deeper(depth: number): number {
    if (depth >= maxNesting) throw new UnsupportedPattern('nests groups too deeply');
    return depth + 1;
  }

  #repeated(atom: Expression): Expression {
    const [min, max] = this.#quantifier();
    if (min === 1 && max === 1) return atom;
    this.#takes('?');
    if ('*+?'.includes(this.#peek()) && this.#peek() !== '')
      throw new UnsupportedPattern('repeats a repetition');
    const { form } = atom;
    if (form.kind === 'chars' && (form.set[0] ?? 0) >= textStart)
      throw new UnsupportedPattern('repeats an anchor');
    return this.#make.repeat(atom, min, max);
  }

  #quantifier(): [number, number] {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    const rest = this.#chars.slice(this.#at, this.#at + 24).join('');
    const counted = /^\{(\d+)(,(\d*))?\}/.exec(rest);
    // A brace that opens no count is a character of its own.
    if (counted === null) return [1, 1];
    this.#at += counted[0].length;
    const min = Number(counted[1]);
    const max =
      counted[2] === undefined ? min : counted[3] === '' ? Infinity : Number(counted[3]);
    if (max < min) throw new UnsupportedPattern('has a repetition that is out of order');
    if (min > maxRepetitions || (max !== Infinity && max > maxRepetitions))
      throw new UnsupportedPattern(`repeats more than ${maxRepetitions} times`);
    return [min, max];
  }

  #class(): CharSet {
    const isNegated = this.#takes('^');
    const sets: CharSet[] = [];
    while (!this.#takes(']')) {
      const first = this.#classMember();
      const [from, to] = first;
      const isRange =
        this.#peek() === '-' && ![']', ''].includes(this.#chars[this.#at + 1] ?? '');
      if (!isRange || first.length !== 2 || from !== to) {
        sets.push(first);
        continue;
      }
      this.#at++;
      const last = this.#classMember();
      if (last.length !== 2 || last[0] !== last[1]) {
        sets.push(first, charsOf('-'), last);
        continue;
      }
      if (last[0]! < from!)
        throw new UnsupportedPattern('has a range that is out of order');
      sets.push(charSet([from!, last[0]!]));
    }
    const set = union(...sets);
    return isNegated ? complement(set) : set;
  }

  #classMember(): CharSet {
    const char = this.#peek();
    if (char === '') throw new UnsupportedPattern("lacks a ']'");
    this.#at++;
    if (char !== '\\') return charsOf(char);
    if (this.#takes('b')) return charsOf('\b');
    return this.#escape();
  }

  #escape(): CharSet {
    const char = this.#peek();
    if (char === '') throw new UnsupportedPattern('ends in a backslash');
    this.#at++;
    const set = classEscapes[char];
    if (set !== undefined) return set;
    if (char in controlEscapes && !/\d/.test(char === '0' ? this.#peek() : ''))
      return charsOf(controlEscapes[char]!);
    if (char === 'x') return this.#hex(2);
    if (char === 'u') return this.#unicodeEscape();
    if (char === 'c') {
      const letter = this.#peek();
      if (!/[A-Za-z]/.test(letter)) throw new UnsupportedPattern('has an unknown escape');
      this.#at++;
      return charsOf(String.fromCodePoint(codePointOf(letter) % 32));
    }
    if (char === 'b' || char === 'B')
      throw new UnsupportedPattern('looks for a word border');
    if (char === 'p' || char === 'P')
      throw new UnsupportedPattern('names a Unicode property');
    if (/[1-9k]/.test(char)) throw new UnsupportedPattern('refers back to a group');
    // Without the flag that forbids it, any other character stands for itself.
    if (/[A-Za-z0]/.test(char))
      throw new UnsupportedPattern(`has the unknown escape '\\${char}'`);
    return charsOf(char);
  }

  #unicodeEscape(): CharSet {
    if (!this.#takes('{')) {
      const first = this.#hex(4);
      const high = first[0]!;
      if (high < 0xd8_00 || high > 0xdb_ff || !this.#takes('\\u')) return first;
      const low = this.#hex(4)[0]!;
      return charsOf(String.fromCharCode(high, low));
    }
    let digitsSeen = '';
    while (this.#peek() !== '}' && this.#peek() !== '')
      digitsSeen += this.#chars[this.#at++];
    this.#at++;
    const value = /^[\da-f]{1,6}$/i.test(digitsSeen)
      ? parseInt(digitsSeen, 16)
      : Infinity;
    if (value > anyChar[1]!) throw new UnsupportedPattern('has an unknown escape');
    return charSet([value, value]);
  }

  #hex(numDigits: number): CharSet {
    const text = this.#chars.slice(this.#at, this.#at + numDigits).join('');
    if (text.length !== numDigits || !/^[\da-f]+$/i.test(text))
      throw new UnsupportedPattern('has an escape that lacks hexadecimal digits');
    this.#at += numDigits;
    const value = parseInt(text, 16);
    return charSet([value, value]);
  }

  #peek(): string {
    return this.#chars[this.#at] ?? '';
  }

  #takes(expected: string): boolean {
    for (let i = 0; i < expected.length; i++)
      if (this.#chars[this.#at + i] !== expected[i]) return false;
    this.#at += expected.length;
    return true;
  }
}
