import { expect, test } from 'vitest';
import { jsonCharacters, literal } from '../../../src/json-schema/grammar-text.ts';
import { anyChar, charsOf } from '../../../src/json-schema/text/char-set.ts';

test('all characters of a string of JSON take a class and three kinds of escapes', () => {
  expect(jsonCharacters(anyChar)).toEqual([
    String.raw`[\x20-\x21\x23-\x5b\x5d-\ud7ff\ue000-\U0010ffff]`,
    String.raw`"\\u000" [0-7be-f]`,
    String.raw`"\\" [\x22\x5cbfnrt]`,
    String.raw`"\\u001" [0-9a-f]`,
  ]);
});

test('a character has the one escape that is its own', () => {
  expect(jsonCharacters(charsOf('\n'))).toEqual([String.raw`"\\n"`]);
  expect(jsonCharacters(charsOf('\u0002"\u001F'))).toEqual([
    String.raw`"\\u0002"`,
    String.raw`"\\u001f"`,
    String.raw`"\\\""`,
  ]);
  expect(jsonCharacters(charsOf('é/'))).toEqual([String.raw`[\x2f\xe9]`]);
});

test('a literal escapes what would end it, and what cannot be seen', () => {
  expect(literal('a "b" \\ \n\u007Fé😀')).toBe(String.raw`"a \"b\" \\ \x0a\x7fé😀"`);
});
