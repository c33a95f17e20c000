import {
  anyChar,
  type CharSet,
  charSet,
  charsOf,
  complement,
  union,
} from '../json-schema/text/char-set.ts';
import { digits, ignoringCase, spaces, wordChars } from './python-chars.ts';
import { doubtfulChars } from './doubtful-chars.ts';

/** A regular expression; of alternatives and repetitions the first way that fits is taken. */
export type Regex =
  | {
      readonly kind: 'chars';
      readonly set: CharSet;
      /** Characters of which is not known whether they are in the set. */
      readonly unsure?: CharSet;
    }
  | { readonly kind: 'sequence' | 'either'; readonly parts: readonly Regex[] }
  | {
      readonly kind: 'repeat';
      readonly inner: Regex;
      readonly min: number;
      readonly max: number;
      /** Whether as few as possible are taken, not as many. */
      readonly isLazy: boolean;
    };

/** Why a regular expression cannot be taken, as the end of a sentence. */
export class UnsupportedRegex extends Error {}

const maxNesting = 200;
const maxRepetitions = 2000;

/**
 * A regular expression of Python's `re`, for texts. Not taken: back-references, looking ahead and
 * behind, anchors and word borders, and groups that are never gone back into.
 *
 * @throws UnsupportedRegex
 */
export function parsePythonRegex(text: string): Regex {
  return new RegexParser(text).parse();
}

/** The least and the most characters of what fits. */
export function widthOf(regex: Regex): { min: number; max: number } {
  switch (regex.kind) {
    case 'chars':
      return { min: 1, max: 1 };
    case 'sequence':
      return regex.parts
        .map(widthOf)
        .reduce((sum, { min, max }) => ({ min: sum.min + min, max: sum.max + max }), {
          min: 0,
          max: 0,
        });
    case 'either': {
      const widths = regex.parts.map(widthOf);
      return {
        min: Math.min(...widths.map(({ min }) => min)),
        max: Math.max(...widths.map(({ max }) => max)),
      };
    }
    case 'repeat': {
      const { min, max } = widthOf(regex.inner);
      return { min: min * regex.min, max: max === 0 ? 0 : max * regex.max };
    }
  }
}

interface Flags {
  readonly i: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

const controlEscapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

class RegexParser {
  readonly #chars: readonly string[];
  #at = 0;
  #flags: Flags = { i: false, s: false, x: false };
  #depth = 0;
  /** Whether what was read of a set depends on the tables of Unicode. */
  #namesLetters = false;

  constructor(text: string) {
    this.#chars = Array.from(text);
  }

  parse(): Regex {
    const regex = this.#alternatives();
    if (this.#at < this.#chars.length) throw new UnsupportedRegex("has a ')' too many");
    return regex;
  }

  #alternatives(): Regex {
    if (this.#depth >= maxNesting) throw new UnsupportedRegex('nests groups too deeply');
    this.#depth++;
    const parts = [this.#sequence()];
    while (this.#takes('|')) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #sequence(): Regex {
    const parts: Regex[] = [];
    for (;;) {
      if (this.#flags.x && this.#skipsRemark()) continue;
      if (this.#at >= this.#chars.length || '|)'.includes(this.#peek())) break;
      const atom = this.#atom();
      if (atom !== undefined) parts.push(this.#repeated(atom));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  /** White space and comments, which the flag x leaves out. */
  #skipsRemark(): boolean {
    if (/^[ \t\n\r\f\v]$/.test(this.#peek())) {
      this.#at++;
      return true;
    }
    if (this.#peek() !== '#') return false;
    while (this.#at < this.#chars.length && this.#peek() !== '\n') this.#at++;
    return true;
  }

  #atom(): Regex | undefined {
    const char = this.#peek();
    this.#at++;
    switch (char) {
      case '^':
      case '$':
        throw new UnsupportedRegex(`has the anchor '${char}'`);
      case '.':
        return chars(this.#flags.s ? anyChar : complement(charsOf('\n')));
      case '(':
        return this.#group();
      case '[':
        return this.#charsOf(() => this.#class());
      case '\\':
        return this.#charsOf(() => this.#cased(this.#escape(false)));
      case '*':
      case '+':
      case '?':
        throw new UnsupportedRegex(`has nothing to repeat before '${char}'`);
      default:
        return chars(this.#cased(charsOf(char)));
    }
  }

  #charsOf(read: () => CharSet): Regex {
    this.#namesLetters = false;
    const set = read();
    return this.#namesLetters
      ? { kind: 'chars', set, unsure: doubtfulChars() }
      : chars(set);
  }

  /** Undefined for a remark. */
  #group(): Regex | undefined {
    const outer = this.#flags;
    if (this.#takes('?')) {
      if (this.#takes('#')) {
        while (this.#peek() !== ')' && this.#peek() !== '') this.#at++;
        this.#expect(')');
        return undefined;
      }
      this.#groupKind();
    }
    const inner = this.#alternatives();
    this.#expect(')');
    this.#flags = outer;
    return inner;
  }

  #groupKind(): void {
    if (this.#takes(':')) return;
    if (this.#takes('P<')) {
      while (this.#peek() !== '>' && this.#peek() !== '') this.#at++;
      this.#expect('>');
      return;
    }
    const next = this.#peek();
    if (this.#takes('=') || this.#takes('!'))
      throw new UnsupportedRegex(`looks ahead with '(?${next}'`);
    if (this.#takes('<=') || this.#takes('<!'))
      throw new UnsupportedRegex("looks behind with '(?<'");
    let isOn = true;
    for (; /^[-aimsx]$/.test(this.#peek()); this.#at++) {
      const flag = this.#peek();
      if (flag === '-') isOn = false;
      else if (flag === 'a') throw new UnsupportedRegex("has the flag 'a'");
      // Only anchors depend on m.
      else this.#flags = { ...this.#flags, [flag]: isOn };
    }
    // Texts are always read as Unicode.
    this.#takes('u');
    if (!this.#takes(':'))
      throw new UnsupportedRegex(
        `has a group of a kind that is not supported: '(?${next}'`,
      );
  }

  #repeated(atom: Regex): Regex {
    if (this.#flags.x) while (this.#skipsRemark());
    const [min, max] = this.#quantifier();
    if (min === 1 && max === 1) return atom;
    const isLazy = this.#takes('?');
    if (!isLazy && this.#peek() === '+')
      throw new UnsupportedRegex('has a possessive repetition');
    if (/^[*+?]$/.test(this.#peek())) throw new UnsupportedRegex('repeats a repetition');
    return { kind: 'repeat', inner: atom, min, max, isLazy };
  }

  #quantifier(): [number, number] {
    if (this.#takes('*')) return [0, Infinity];
    if (this.#takes('+')) return [1, Infinity];
    if (this.#takes('?')) return [0, 1];
    const rest = this.#chars.slice(this.#at, this.#at + 24).join('');
    const counted = /^\{(\d*)(?:(,)(\d*))?\}/.exec(rest);
    // A brace that opens no count is a character of its own.
    if (counted === null || counted[0] === '{}') return [1, 1];
    this.#at += counted[0].length;
    const [, least = '', comma, most = ''] = counted;
    const min = Number(least);
    const max = comma === undefined ? min : most === '' ? Infinity : Number(most);
    if (max < min) throw new UnsupportedRegex('has a repetition that is out of order');
    if (min > maxRepetitions || (max !== Infinity && max > maxRepetitions))
      throw new UnsupportedRegex(`repeats more than ${maxRepetitions} times`);
    return [min, max];
  }

  #class(): CharSet {
    const isNegated = this.#takes('^');
    const sets: CharSet[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const first = this.#classMember();
      const isRange =
        this.#peek() === '-' && ![']', ''].includes(this.#chars[this.#at + 1] ?? '');
      if (!isRange) {
        sets.push(first);
        continue;
      }
      this.#at++;
      const last = this.#classMember();
      if (!isSingle(first) || !isSingle(last) || last[0]! < first[0]!)
        throw new UnsupportedRegex('has a range that is out of order');
      sets.push(charSet([first[0]!, last[0]!]));
    }
    this.#at++;
    const set = this.#cased(union(...sets));
    return isNegated ? complement(set) : set;
  }

  #classMember(): CharSet {
    const char = this.#peek();
    if (char === '') throw new UnsupportedRegex("lacks a ']'");
    this.#at++;
    return char === '\\' ? this.#escape(true) : charsOf(char);
  }

  #escape(isInClass: boolean): CharSet {
    const char = this.#peek();
    if (char === '') throw new UnsupportedRegex('ends in a backslash');
    this.#at++;
    if (Object.hasOwn(controlEscapes, char)) return charsOf(controlEscapes[char]!);
    if (/[dw]/i.test(char)) this.#namesLetters = true;
    switch (char) {
      case 'd':
        return digits();
      case 'D':
        return complement(digits());
      case 'w':
        return wordChars();
      case 'W':
        return complement(wordChars());
      case 's':
        return spaces;
      case 'S':
        return complement(spaces);
      case 'x':
        return this.#hex(2);
      case 'u':
        return this.#hex(4);
      case 'U':
        return this.#hex(8);
      case 'b':
        if (isInClass) return charsOf('\b');
        throw new UnsupportedRegex(String.raw`has the anchor '\b'`);
      case 'A':
      case 'B':
      case 'Z':
        throw new UnsupportedRegex(`has the anchor '\\${char}'`);
      default:
    }
    if (/\d/.test(char)) return this.#octal(char, isInClass);
    if (/[A-Za-z]/.test(char))
      throw new UnsupportedRegex(`has the unknown escape '\\${char}'`);
    return charsOf(char);
  }

  #octal(first: string, isInClass: boolean): CharSet {
    let text = first;
    while (text.length < 3 && /^[0-7]$/.test(this.#peek())) {
      text += this.#peek();
      this.#at++;
    }
    const isOctal = first === '0' || text.length === 3 || isInClass;
    if (!isOctal || !/^[0-7]+$/.test(text))
      throw new UnsupportedRegex('refers back to a group');
    const value = parseInt(text, 8);
    if (value > 0o377) throw new UnsupportedRegex('has an unknown escape');
    return charSet([value, value]);
  }

  #hex(numDigits: number): CharSet {
    const text = this.#chars.slice(this.#at, this.#at + numDigits).join('');
    if (text.length !== numDigits || !/^[\da-f]+$/i.test(text))
      throw new UnsupportedRegex('has an escape that lacks hexadecimal digits');
    this.#at += numDigits;
    const value = parseInt(text, 16);
    if (value > 0x10_ff_ff) throw new UnsupportedRegex('has an unknown escape');
    return charSet([value, value]);
  }

  #cased(set: CharSet): CharSet {
    return this.#flags.i ? ignoringCase(set) : set;
  }

  #peek(): string {
    return this.#chars[this.#at] ?? '';
  }

  #expect(expected: string): void {
    if (!this.#takes(expected)) throw new UnsupportedRegex(`lacks a '${expected}'`);
  }

  #takes(expected: string): boolean {
    for (let i = 0; i < expected.length; i++)
      if (this.#chars[this.#at + i] !== expected[i]) return false;
    this.#at += expected.length;
    return true;
  }
}

function chars(set: CharSet): Regex {
  return { kind: 'chars', set };
}

function isSingle(set: CharSet): boolean {
  return set.length === 2 && set[0] === set[1];
}
