import { expect, test } from 'vitest';
import { WordTokenizer } from '../../src/testing/word-tokenizer.ts';

test.for(['', 'one', 'to be ', ' to  be', '\n\n', 'é 😀\u00a0x'])(
  'the tokens of %j can be counted without being made, and give the text back',
  (text) => {
    const tokenizer = new WordTokenizer();
    const tokens = tokenizer.encode(text);
    expect(tokenizer.count(text)).toBe(tokens.length);
    expect(tokenizer.decode(tokens)).toBe(text);
  },
);
