import { describe, expect, test } from 'vitest';
import {
  integersBetween,
  multiplesOf,
  type NumberRange,
  numbersBetween,
} from '../../../src/json-schema/numbers.ts';

/** The GBNF of numbers uses nothing that a regular expression does not have. */
function toRegExp(gbnf: string): RegExp {
  const source = gbnf
    .replaceAll(/"([^"]*)"/g, (_, text: string) => text.replaceAll('.', '\\.'))
    .replaceAll(' ', '')
    .replaceAll('(', '(?:');
  return new RegExp(`^(?:${source})$`);
}

function range(min: number, max: number, excluded = ''): NumberRange {
  return {
    min,
    max,
    isMinExcluded: excluded.includes('<'),
    isMaxExcluded: excluded.includes('>'),
  };
}

function isIn(value: number, { min, max, isMinExcluded, isMaxExcluded }: NumberRange) {
  return (
    value >= min &&
    value <= max &&
    !(isMinExcluded && value === min) &&
    !(isMaxExcluded && value === max)
  );
}

const ranges: NumberRange[] = [
  range(0, 10),
  range(-5, 5),
  range(-1000, -17),
  range(7, 7),
  range(99, 101),
  range(123, 98_765),
  range(-Infinity, 12),
  range(-12, Infinity),
  range(0, Infinity, '<'),
  range(-3, 3, '<>'),
  range(0, 1, '<>'),
  range(0.5, 2.25),
  range(-2.75, -0.125, '<>'),
  range(-0.5, 0),
  range(0.1, 0.3, '<'),
  range(1, 1, '<'),
  range(-1, 1.05, '>'),
];

describe('a range of integers', () => {
  test.each(ranges)('lets through exactly its own: %o', (wanted) => {
    const text = integersBetween(wanted);
    const expression = text === undefined ? /^$a/ : toRegExp(text);
    for (let value = -1200; value <= 1200; value++)
      expect([value, expression.test(String(value))]).toEqual([
        value,
        isIn(value, wanted),
      ]);
  });

  test.each(['-0', '00', '01', '1.0', '1e1', '+1', ''])(
    'has one way to write a number, and it is not %j',
    (written) => {
      expect(toRegExp(integersBetween(range(-100, 100))!).test(written)).toBe(false);
    },
  );

  test('keeps to bounds that a double does not hold exactly', () => {
    const text = integersBetween(range(0, 2 ** 63))!;
    expect(toRegExp(text).test('9223372036854775808')).toBe(true);
    expect(toRegExp(text).test('9223372036854775809')).toBe(false);
  });
});

describe('a range of numbers', () => {
  test.each(ranges)('lets through exactly its own: %o', (wanted) => {
    const text = numbersBetween(wanted);
    const expression = text === undefined ? /^$a/ : toRegExp(text);
    for (let thousandths = -4000; thousandths <= 4000; thousandths += 5) {
      const value = thousandths / 1000;
      expect([value, expression.test(String(value))]).toEqual([
        value,
        isIn(value, wanted),
      ]);
    }
  });

  test('does not let through what a double rounds to an excluded bound', () => {
    const expression = toRegExp(numbersBetween(range(0, 100, '>'))!);
    expect(expression.test('99.999999999999999999')).toBe(false);
    expect(expression.test('99.9999999')).toBe(true);
  });
});

describe('the multiples of a number', () => {
  test('are found digit by digit', () => {
    const rules = new Map(multiplesOf(7, 'n'));
    const accepts = (text: string): boolean => {
      if (text === '0') return true;
      let rule = 'n';
      for (const digit of text.replace(/^-/, '')) {
        const next = new RegExp(`"${digit}" (n-\\d+-\\d+)`).exec(rules.get(rule)!);
        if (next === null) return false;
        rule = next[1]!;
      }
      return rules.get(rule)!.startsWith('""');
    };
    for (let value = -500; value <= 500; value++)
      expect([value, accepts(String(value))]).toEqual([value, value % 7 === 0]);
    // A double would read another number.
    expect(accepts('95847193322867324694546672454')).toBe(false);
  });
});
