import { expect, test } from 'vitest';
import { FastHistogram } from '../../src/metrics/fast-histogram.ts';

test('a value counts where it is not above the bound, as in Prometheus', () => {
  const histogram = new FastHistogram([1, 2]);
  for (const value of [0, 1, 1.5, 2, 2.1, 1000]) histogram.observe(value);
  expect(histogram.counts).toEqual([2, 2, 2]);
  expect(histogram.sum).toBe(1006.6);
});
