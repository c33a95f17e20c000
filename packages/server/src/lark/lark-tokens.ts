import { invalid, shown } from './lark-fault.ts';

export type LarkTokenKind =
  | 'rule'
  | 'terminal'
  | 'string'
  | 'regexp'
  | 'number'
  | 'directive'
  | 'line-end'
  | 'end'
  /** A sign such as `:` or `->`, told by its text. */
  | 'sign';

export interface LarkToken {
  readonly kind: LarkTokenKind;
  readonly text: string;
  readonly line: number;
}

// White space and comments. A comment takes the line ends before it along, so that it may stand
// between alternatives.
const skipped = /[ \t\f]+|\\ *\n|\s*(?:\/\/|#)[^\n]*/y;
const lineEnd = /(?:\r?\n)+\s*/y;
const kinds: readonly (readonly [LarkTokenKind, RegExp])[] = [
  ['rule', /_*[a-z][_a-z0-9]*/y],
  ['terminal', /_*[A-Z][_A-Z0-9]*/y],
  ['string', /"(?:\\[^\n]|[^"\\\n])*"i?/y],
  ['regexp', /\/(?!\/)(?:\\[^]|[^/\\])*\/[imslux]*/y],
  ['directive', /%[a-z]+/y],
  ['number', /[+-]?\d+/y],
  ['sign', /->|\.\.|[:|()[\]{}.,~?*+!]/y],
];

/**
 * The tokens of a grammar, without white space and comments.
 *
 * @throws LarkFault for text that is no token
 */
export function readTokens(text: string): LarkToken[] {
  const tokens: LarkToken[] = [];
  let line = 1;
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    if (found === undefined || found === '') return undefined;
    at += found.length;
    return found;
  };
  const countLines = (taken: string) => {
    line += taken.split('\n').length - 1;
  };
  while (at < text.length) {
    const blank = take(skipped);
    if (blank !== undefined) {
      countLines(blank);
      continue;
    }
    const ended = take(lineEnd);
    if (ended !== undefined) {
      // An alternative may stand on a line of its own.
      if (text[at] !== '|') tokens.push({ kind: 'line-end', text: '', line });
      countLines(ended);
      continue;
    }
    const token = takeToken(take, line);
    if (token === undefined)
      throw invalid(`unexpected ${shown(text.slice(at, at + 10))}`, line);
    tokens.push(token);
    countLines(token.text);
  }
  tokens.push({ kind: 'line-end', text: '', line }, { kind: 'end', text: '', line });
  return tokens;
}

function takeToken(
  take: (expression: RegExp) => string | undefined,
  line: number,
): LarkToken | undefined {
  for (const [kind, expression] of kinds) {
    const text = take(expression);
    if (text !== undefined) return { kind, text, line };
  }
  return undefined;
}
