import { describe, expect, test } from 'vitest';
import { LineLimits } from '../../src/engine-to-wire/line-limits.ts';

/** What is let through of pieces of text. */
function pass(pieces: readonly string[], minIndent: number): string {
  const limits = new LineLimits({ minIndent, now: () => 0 });
  let passed = '';
  for (const piece of pieces) {
    const length = limits.lengthOf(piece);
    passed += piece.slice(0, length);
    if (length < piece.length) break;
  }
  return passed;
}

describe('the lines of a text', () => {
  test.each<[string, number, string]>([
    ['a\n  b\n c', 2, 'a\n  b\n '],
    ['a\n\tb\nc', 1, 'a\n\tb\n'],
    ['a\n\nb', 1, 'a\n'],
    ['a\nb', 0, 'a\nb'],
    ['a', 9, 'a'],
    ['    \n    b', 4, '    \n    b'],
  ])(
    'of %j that are indented by %d are %j, however it is cut',
    (text, indent, expected) => {
      expect(pass([text], indent)).toBe(expected);
      expect(pass(text.split(''), indent)).toBe(expected);
      for (let at = 1; at < text.length; at++)
        expect(pass([text.slice(0, at), text.slice(at)], indent)).toBe(expected);
    },
  );

  test('are over with the first end of one after the time', () => {
    let time = 100;
    const limits = new LineLimits({ minIndent: 0, maxMs: 50, now: () => time });
    const isLast = (text: string) => {
      limits.lengthOf(text);
      return limits.isLast(text);
    };
    expect(isLast('a\n')).toBe(false);
    time = 151;
    expect(isLast('b')).toBe(false);
    expect(isLast('c\n')).toBe(true);
  });
});
