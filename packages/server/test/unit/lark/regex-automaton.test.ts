import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Alphabet } from '../../../src/lark/alphabet.ts';
import { parsePythonRegex, UnsupportedRegex } from '../../../src/lark/python-regex.ts';
import { setsIn, toAutomaton } from '../../../src/lark/regex-automaton.ts';

/** How much of a text an expression matches from its beginning on; -1 if it does not. */
function lengthOfMatch(expression: string, text: string): number {
  const regex = parsePythonRegex(expression);
  const alphabet = new Alphabet(setsIn(regex), []);
  const { edges, accepting } = toAutomaton(regex, alphabet);
  let length = accepting[0] ? 0 : -1;
  let state: number | undefined = 0;
  for (const [at, char] of Array.from(text).entries()) {
    const codePoint = char.codePointAt(0) ?? 0;
    const part = alphabet.parts.findIndex((set) =>
      set.some(
        (first, index) =>
          index % 2 === 0 && codePoint >= first && codePoint <= set[index + 1]!,
      ),
    );
    state = edges[state]?.get(part);
    if (state === undefined) break;
    if (accepting[state]) length = at + 1;
  }
  return length;
}

/** Expressions that mean the same in JavaScript and in Python. */
const expressions: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '.'),
    fc.tuple(tie('any'), tie('any')).map((parts) => parts.join('')),
    fc
      .array(tie('any'), { minLength: 2, maxLength: 3 })
      .map((parts) => `(?:${parts.join('|')})`),
    // What is repeated takes something each time: languages differ in the rest.
    fc
      .tuple(tie('any'), fc.constantFrom('*', '+', '*?', '+?'))
      .map(([inner, sign]) => `(?:c${inner})${sign}`),
    fc
      .tuple(tie('any'), fc.constantFrom('?', '??', '{2}', '{1,3}', '{0,2}?'))
      .map(([inner, sign]) => `(?:c${inner})${sign}`),
  ),
})).any;

/** How much of a text an expression matches; undefined if it takes too many states. */
function lengthIfTaken(expression: string, text: string): number | undefined {
  try {
    return lengthOfMatch(expression, text);
  } catch (error) {
    if (error instanceof UnsupportedRegex && error.message === 'is too complex') return;
    throw error;
  }
}

test('an expression matches as much of a text as its first way to match does', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 });
  fc.assert(
    fc.property(expressions, texts, (expression, text) => {
      const length = lengthIfTaken(expression, text);
      // Nested repetitions can take more states than allowed, if rarely.
      fc.pre(length !== undefined);
      const expected = new RegExp(expression, 'y').exec(text)?.[0].length ?? -1;
      expect(length).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('an expression that takes too many states is refused', () => {
  const nested = 'a(?:c(?:c(?:c(?:.c|a|a)){1,3})+?)+?(?:aa|(?:c(?:caa)+){1,3})';
  expect(() => lengthOfMatch(nested, '')).toThrow(new UnsupportedRegex('is too complex'));
});

test.each([
  ['<|<=', '<=', 1],
  ['<=|<', '<=', 2],
  ['(?i:sélect)', 'SÉLECT', 6],
  ['(?x: a b # c\n c)', 'abc', 3],
  [String.raw`\w+`, 'año_1-', 5],
  [String.raw`[]\d-]+`, ']7-a', 3],
  [String.raw`\x41\u00e9\101`, 'AéA', 3],
  ['a{,2}', 'aaa', 2],
  ['{a}', '{a}', 3],
])('%s matches of %s %i characters, as in Python', (expression, text, length) => {
  expect(lengthOfMatch(expression, text)).toBe(length);
});
