import { expect, test } from 'vitest';
import { randomHex, randomLetters } from '../../src/random-text.ts';

test('random texts have the length asked for and never come twice', () => {
  const letters = Array.from({ length: 2000 }, () => randomLetters(29));
  const hex = Array.from({ length: 2000 }, () => randomHex(16));
  expect(new Set(letters).size).toBe(2000);
  expect(new Set(hex).size).toBe(2000);
  for (const text of letters) expect(text).toMatch(/^[A-Za-z0-9]{29}$/);
  for (const text of hex) expect(text).toMatch(/^[0-9a-f]{32}$/);
});
