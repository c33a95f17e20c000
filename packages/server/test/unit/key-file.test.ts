import { describe, expect, test } from 'vitest';
import { parseKeyFile } from '../../src/command-line/key-file.ts';

describe('a key file', () => {
  test('has a key per line, with what its holder may do', () => {
    const content = [
      '# the team',
      'sk-plain',
      '',
      '  sk-heavy   weight=2.5\tearliest-priority=-3 \r',
    ].join('\n');
    expect(parseKeyFile(content, 'keys')).toEqual([
      { key: 'sk-plain' },
      { key: 'sk-heavy', weight: 2.5, earliestPriority: -3 },
    ]);
  });

  test.each([
    ['a b', "expected 'weight=…' or 'earliest-priority=…'"],
    ['a weigth=2', "Did you mean 'weight='?"],
    ['a weight', "expected 'weight=…'"],
    [
      'a weight=0',
      "Invalid 'weight' in line 1 of the API key file keys: expected a number",
    ],
    ['a weight=', 'but got ""'],
    ['a weight=NaN', 'but got "NaN"'],
    ['a weight=1=2', 'but got "1=2"'],
    ['a earliest-priority=soon', 'expected an integer from'],
    ['# nothing', 'is empty: expected a key'],
  ])('says what is wrong with %j', (content, words) => {
    expect(() => parseKeyFile(content, 'keys')).toThrow(words);
  });

  test('never shows what may be part of a key', () => {
    expect(() => parseKeyFile('sk-secret half-of-it', 'keys')).toThrow(
      /^(?!.*(?:secret|half))/,
    );
  });
});
