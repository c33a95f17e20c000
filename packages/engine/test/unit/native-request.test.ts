import { expect, test } from 'vitest';
import { toNativeChat, toNativeRequest } from '../../src/native/native-request.ts';

const prompt = { tokens: Int32Array.of(1), branchPoints: [] };

function seedOf(seed: number): number | undefined {
  const request = {
    prompt: { kind: 'tokens', tokens: prompt.tokens },
    sampling: { seed },
  } as const;
  return toNativeRequest(request, prompt).sampling.seed;
}

test('a seed that fits 32 bits stays what it is', () => {
  expect(seedOf(0)).toBe(0);
  expect(seedOf(42)).toBe(42);
  expect(seedOf(2 ** 32 - 2)).toBe(2 ** 32 - 2);
});

test('larger and negative seeds become some 32-bit number, different ones different numbers', () => {
  const seeds = [-1, -2, 2 ** 32, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER].map(seedOf);
  for (const seed of seeds) expect(seed).toBe((seed ?? 0) >>> 0);
  expect(new Set(seeds).size).toBe(seeds.length);
});

test('template variables cross as JSON text', () => {
  const chat = {
    messages: [],
    templateKwargs: { enable_thinking: false, names: ['a'], no: null },
  };
  expect(toNativeChat(chat).templateKwargs).toEqual({
    enable_thinking: 'false',
    names: '["a"]',
    no: 'null',
  });
});

test('content parts stay apart, and absent fields stay absent', () => {
  const content = [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'b' },
  ] as const;
  expect(toNativeChat({ messages: [{ role: 'user', content }] }).messages).toEqual([
    { role: 'user', parts: [{ text: 'a' }, { text: 'b' }] },
  ]);
});
