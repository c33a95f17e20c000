import { describe, expect, test } from 'vitest';
import { UnsupportedPattern } from '../../../src/json-schema/text/parse-pattern.ts';
import { TextLanguages } from '../../../src/json-schema/text/text-language.ts';
import { formatPatterns } from '../../../src/json-schema/text/formats.ts';

const patterns = [
  '',
  'ab',
  '^ab',
  'ab$',
  '^ab$',
  '^(a|b)*$',
  '^a{2,3}b?$',
  '^[^a-c]+$',
  '(^$)|(^ab+$)',
  '^a|b$',
  '^(?=.*b)(?!ab)[abc]{2,}$',
  '\\d+',
  '^\\w[\\s-]$',
  '^.$',
  '^(?:a(?<name>b))+?$',
  '^[\\-a]$',
  '^a{,2}$',
  '^\\u0061[\\x62]$',
  '^$',
];

const letters = ['a', 'b', 'c', '-', ' ', '1', '\n', '😀', '{', ',', '2', '}'];

/** All texts of up to three letters. */
function* shortTexts(): Generator<string> {
  yield '';
  for (const a of letters) {
    yield a;
    for (const b of letters) {
      yield a + b;
      for (const c of letters) yield a + b + c;
    }
  }
}

describe('a pattern', () => {
  test.each(patterns)(
    'finds in a text what a regular expression finds: %s',
    (pattern) => {
      const languages = new TextLanguages();
      const language = languages.ofPattern(pattern);
      // The flag makes a character of two halves one; it also forbids some patterns that are in use.
      let expected: RegExp;
      try {
        expected = new RegExp(pattern, 'u');
      } catch {
        expected = new RegExp(pattern);
      }
      for (const text of shortTexts())
        expect([text, languages.contains(language, text)]).toEqual([
          text,
          expected.test(text),
        ]);
    },
  );

  test.each([
    ['(a)\\1', 'refers back to a group'],
    ['(?<=a)b', 'looks behind'],
    ['a\\b', 'looks for a word border'],
    ['^((?!a).)*$', 'looks ahead inside a group'],
    ['\\p{L}', 'names a Unicode property'],
    ['a**', 'repeats a repetition'],
    ['*', "has nothing to repeat before '*'"],
    ['[a', "lacks a ']'"],
    ['(a', "lacks a ')'"],
    ['a)', "has a ')' too many"],
    ['\\', 'ends in a backslash'],
    ['[b-a]', 'has a range that is out of order'],
    ['a{5,2}', 'has a repetition that is out of order'],
    ['a{1,100000}', 'repeats more than 1000 times'],
    ['('.repeat(5000), 'nests groups too deeply'],
    ['a'.repeat(5001), 'is longer than 5000 characters'],
  ])('that cannot be enforced is refused: %.30s', (pattern, reason) => {
    expect(() => new TextLanguages().ofPattern(pattern)).toThrow(
      new UnsupportedPattern(reason),
    );
  });

  test('can be combined with others, negated, and limited in length', () => {
    const languages = new TextLanguages();
    const both = languages.both(
      languages.ofPattern('a'),
      languages.not(languages.ofPattern('b')),
      languages.ofLength(2, 3),
    );
    const fitting = [...shortTexts()].filter((text) => languages.contains(both, text));
    const expected = [...shortTexts()].filter(
      (text) => text.includes('a') && !text.includes('b') && Array.from(text).length >= 2,
    );
    expect(fitting).toEqual(expected);
  });

  test('that contradicts another leaves no states', () => {
    const languages = new TextLanguages();
    const none = languages.both(languages.ofPattern('^a+$'), languages.ofPattern('b'));
    expect(languages.automaton(none)).toEqual([]);
  });
});

describe('a format', () => {
  test.each([
    ['date', ['2024-02-29', '1999-12-31'], ['2023-02-29', '2024-13-01', '24-01-01']],
    ['time', ['23:59:59Z', '00:00:00.5+01:00'], ['24:00:00Z', '12:00:00', '12:60:00Z']],
    ['date-time', ['2024-01-01T00:00:00Z'], ['2024-01-01', '2024-02-30T00:00:00Z']],
    ['duration', ['P1Y', 'PT1H30M', 'P2W', 'P1DT1S'], ['P', 'PT', '1D', 'P1H']],
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000'], ['123e4567', '']],
    ['email', ['a.b+c@example.com'], ['a@', '@b.c', 'a b@c.de', '.a@b.cd']],
    ['hostname', ['example.com', 'a'], ['-a', 'a..b', 'a_b']],
    ['ipv4', ['0.0.0.0', '255.255.255.255'], ['256.0.0.1', '1.2.3', '01.2.3.4']],
    [
      'ipv6',
      ['::', '::1', '2001:db8::1', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4'.slice(0, 2)],
      ['1:2', ':::', '1::2::3', 'g::'],
    ],
    [
      'uri',
      ['https://example.com/a?b=c#d', 'mailto:a@b.c', 'urn:x:y'],
      ['example.com', '//a/b', 'http://a b'],
    ],
    ['json-pointer', ['', '/a/~0b'], ['a', '/~2']],
  ])('%s takes what its standard takes and nothing else', (format, good, bad) => {
    const languages = new TextLanguages();
    const language = languages.ofPattern(`^(${formatPatterns[format]})$`);
    expect(good.filter((text) => !languages.contains(language, text))).toEqual([]);
    expect(bad.filter((text) => languages.contains(language, text))).toEqual([]);
  });
});
