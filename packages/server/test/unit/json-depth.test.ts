import { describe, expect, test } from 'vitest';
import { isDeeperThan } from '../../src/plugins/json-depth.ts';

function depthIsOver(limit: number, json: string): boolean {
  return isDeeperThan(limit, Buffer.from(json));
}

describe('the depth of JSON text', () => {
  test('is that of its deepest array or object', () => {
    const json = '{"a":[{"b":1}],"c":[]}';
    expect(depthIsOver(3, json)).toBe(false);
    expect(depthIsOver(2, json)).toBe(true);
  });

  test('is not raised by brackets in texts', () => {
    expect(depthIsOver(1, String.raw`["[[[[\"[[\\"]`)).toBe(false);
  });

  test('is known before the text ends', () => {
    expect(depthIsOver(10, '['.repeat(11))).toBe(true);
  });
});
