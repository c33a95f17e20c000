import type { LarkGrammar } from './definitions.ts';
import { invalid, shown, unsupported } from './lark-fault.ts';
import { isTerminalName, type LarkExpression } from './lark-syntax.ts';
import {
  parsePythonRegex,
  type Regex,
  UnsupportedRegex,
  widthOf,
} from './python-regex.ts';

/**
 * What a terminal matches, as Lark puts it together: as text of a regular expression of Python's.
 * Which of several possible endings it takes depends on that text, and on nothing else.
 */
export interface TerminalPattern {
  /** Lark treats plain texts in their own way where they look like other terminals. */
  readonly isText: boolean;
  /** The text itself, or the expression, without its flags. */
  readonly value: string;
  readonly flags: string;
  readonly line: number;
}

const maxExpressionLength = 50_000;
const maxReferenceDepth = 100;

/** Makes the patterns of the terminals of a grammar. */
export class TerminalPatterns {
  readonly #grammar: LarkGrammar;
  readonly #known = new Map<string, TerminalPattern>();
  readonly #open = new Set<string>();
  readonly #regexes = new Map<string, Regex>();

  constructor(grammar: LarkGrammar) {
    this.#grammar = grammar;
  }

  /** @throws LarkFault */
  ofTerminal(name: string, line: number): TerminalPattern {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const definition = this.#grammar.definitions.get(name);
    if (definition === undefined)
      throw invalid(`the terminal ${shown(name)} is not defined`, line);
    if (this.#open.has(name))
      throw invalid(`the terminal ${shown(name)} is part of itself`, definition.line);
    if (this.#open.size >= maxReferenceDepth)
      throw unsupported('terminals that are nested too deeply', definition.line);
    this.#open.add(name);
    const pattern = this.of(definition.body);
    this.#open.delete(name);
    const placed = { ...pattern, line: definition.line };
    this.#known.set(name, placed);
    return placed;
  }

  /** @throws LarkFault for what only rules may have, and for expressions that are not taken */
  of(expression: LarkExpression): TerminalPattern {
    switch (expression.kind) {
      case 'literal':
        return ofLiteral(expression);
      case 'range': {
        const { from, to, line } = expression;
        for (const end of [from, to])
          if (Array.from(evaluate(end, line)).length !== 1)
            throw invalid('a range is from one character to another', line);
        return { isText: false, value: `[${from}-${to}]`, flags: '', line };
      }
      case 'name': {
        const { name, templateArguments, line } = expression;
        if (!isTerminalName(name))
          throw invalid(`the rule ${shown(name)} cannot be part of a terminal`, line);
        if (templateArguments.length > 0)
          throw unsupported('a template in a terminal', line);
        return this.ofTerminal(name, line);
      }
      case 'sequence':
        return this.#joined(expression.parts);
      case 'alternatives': {
        const parts = expression.parts.map((part) => this.of(part));
        const sorted = parts
          .map((part) => ({ part, ...widthOf(this.regexOf(part)) }))
          .toSorted(
            (a, b) =>
              descending(a.max, b.max) ||
              descending(a.min, b.min) ||
              lengthOf(b.part) - lengthOf(a.part),
          );
        const texts = sorted.map(({ part }) => toRegexText(part));
        return joinedPattern(`(?:${texts.join('|')})`, parts);
      }
      case 'repeat': {
        const { inner, min, max, line } = expression;
        const part = this.of(inner);
        const value = `(?:${toRegexText(part)})${operatorOf(min, max)}`;
        return { ...limited(value, line), flags: part.flags };
      }
    }
  }

  regexOf(pattern: TerminalPattern): Regex {
    const text = toRegexText(pattern);
    let regex = this.#regexes.get(text);
    if (regex === undefined) {
      regex = this.#parse(text, pattern.line);
      this.#regexes.set(text, regex);
    }
    return regex;
  }

  #parse(text: string, line: number): Regex {
    try {
      return parsePythonRegex(text);
    } catch (error) {
      if (!(error instanceof UnsupportedRegex)) throw error;
      throw unsupported(`the regular expression ${error.message}`, line);
    }
  }

  #joined(parts: readonly LarkExpression[]): TerminalPattern {
    const patterns = parts.map((part) => this.of(part));
    const [only] = patterns;
    if (only === undefined) return { isText: true, value: '', flags: '', line: 0 };
    if (patterns.length === 1) return only;
    return joinedPattern(patterns.map(toRegexText).join(''), patterns);
  }
}

/** The expression of a pattern, with its flags. */
function toRegexText({ isText, value, flags }: TerminalPattern): string {
  const text = isText ? escaped(value) : value;
  return Array.from(new Set(flags)).reduce((inner, flag) => `(?${flag}:${inner})`, text);
}

/** What Lark counts of a pattern's text where it sorts by it. */
export function lengthOf({ value }: TerminalPattern): number {
  return Array.from(value).length;
}

/** Infinity is no less than itself. */
export function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}

function joinedPattern(
  value: string,
  parts: readonly TerminalPattern[],
): TerminalPattern {
  const line = Math.max(0, ...parts.map((part) => part.line));
  return { ...limited(value, line), flags: '' };
}

function limited(value: string, line: number): Omit<TerminalPattern, 'flags'> {
  if (value.length > maxExpressionLength)
    throw unsupported(
      `a terminal of more than ${maxExpressionLength} characters`,
      line || undefined,
    );
  return { isText: false, value, line };
}

function operatorOf(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function ofLiteral({
  form,
  text,
  line,
}: Extract<LarkExpression, { kind: 'literal' }>): TerminalPattern {
  const end = text.lastIndexOf(form === 'string' ? '"' : '/');
  const flags = text.slice(end + 1);
  if (form === 'regexp' && text.includes('\n') && !flags.includes('x'))
    throw invalid('a regular expression over several lines needs the flag x', line);
  const value = evaluate(text.slice(1, end), line);
  if (value === '') throw invalid('a terminal cannot be empty', line);
  // Of backslashes that stand for themselves a text has one.
  return form === 'string'
    ? { isText: true, value: value.replaceAll('\\\\', '\\'), flags, line }
    : { isText: false, value, flags, line };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  f: '\f',
  t: '\t',
  r: '\r',
};

/** A text with the escapes worked out that are Lark's; the others are left to the expression. */
function evaluate(text: string, line: number): string {
  return text.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^])|$)/g,
    (whole, x?: string, u?: string, long?: string, char?: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const codePoint = parseInt(hex, 16);
        if (codePoint > 0x10_ff_ff) throw invalid('there is no such character', line);
        return String.fromCodePoint(codePoint);
      }
      if (char === undefined || 'xuU'.includes(char))
        throw invalid(`the escape ${shown(whole)} is not complete`, line);
      if (char === '"') return char;
      return escapes[char] ?? whole;
    },
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[-\s()[\]{}?*+|^$\\.&~#]/g, String.raw`\$&`);
}
