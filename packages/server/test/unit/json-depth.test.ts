import { describe, expect, test } from 'vitest';
import { isDeeperThan } from '../../src/plugins/json-depth.ts';

describe('the depth of JSON text', () => {
  test('is that of its deepest array or object', () => {
    const json = '{"a":[{"b":1}],"c":[]}';
    expect(isDeeperThan(3, json)).toBe(false);
    expect(isDeeperThan(2, json)).toBe(true);
  });

  test('is not raised by brackets in texts', () => {
    expect(isDeeperThan(1, String.raw`["[[[[\"[[\\"]`)).toBe(false);
    expect(isDeeperThan(1, String.raw`["\\\"[[", "\\\\", [1]]`)).toBe(true);
  });

  test('is known before the text ends', () => {
    expect(isDeeperThan(10, '['.repeat(11))).toBe(true);
  });
});
