import { seededRandom } from '@samewire/mock/scenario';
import { describe, expect, test } from 'vitest';

function numbers(seed: string | number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: 1000 }, () => random.next());
}

describe('a seeded source of numbers', () => {
  test('says the same after the same seed', () => {
    expect(numbers('a')).toEqual(numbers('a'));
  });

  test('says something else after a seed nearby', () => {
    expect(numbers(1)[0]).not.toBe(numbers(2)[0]);
  });

  test('spreads over its range', () => {
    const mean = numbers('a').reduce((sum, number) => sum + number, 0) / 1000;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  test('reaches both bounds of whole numbers and none beyond', () => {
    const random = seededRandom('dice');
    const thrown = new Set(Array.from({ length: 500 }, () => random.integer(1, 6)));
    expect(thrown).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  });
});
