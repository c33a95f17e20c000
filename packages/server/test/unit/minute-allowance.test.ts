import { describe, expect, test } from 'vitest';
import { goDuration } from '../../src/rate-limits/go-duration.ts';
import { MinuteAllowance } from '../../src/rate-limits/minute-allowance.ts';

describe('an allowance per minute', () => {
  test('may be used at once, and is refilled evenly', () => {
    const allowance = new MinuteAllowance(60, 0);
    allowance.take(60, 0);
    expect(allowance.leftAt(0)).toBe(0);
    expect(allowance.leftAt(10_000)).toBe(10);
    expect(allowance.leftAt(3_600_000)).toBe(60);
  });

  test('says how long to wait for some of it, and for all', () => {
    const allowance = new MinuteAllowance(60, 0);
    allowance.take(45, 0);
    expect(allowance.waitFor(15, 0)).toBe(0);
    expect(allowance.waitFor(16, 0)).toBe(1000);
    expect(allowance.resetAfter(0)).toBe(45_000);
  });
});

test.each([
  [0, '0s'],
  [120, '120ms'],
  [1500, '1.5s'],
  [18_642, '18.642s'],
  [360_000, '6m0s'],
  [3_725_000, '1h2m5s'],
])('%d ms is written %s, as Go does', (ms, text) => {
  expect(goDuration(ms)).toBe(text);
});
