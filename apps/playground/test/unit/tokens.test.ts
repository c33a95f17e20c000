import { expect, test } from 'vitest';
import { formatProbability, heatOf } from '../../src/tokens/heat.ts';
import { joinTokens, tokenLabel, visibleLabel } from '../../src/tokens/token-text.ts';
import { cutAnywhere, randomFrom } from './random.ts';

function token(bytes: Uint8Array) {
  const text = new TextDecoder().decode(bytes);
  return { token: text, logprob: -0.1, bytes: [...bytes] };
}

test('joined tokens are the text, also where a character is cut', () => {
  const text = 'Smile 🙂 – façade 漢字.';
  const bytes = new TextEncoder().encode(text);
  for (let seed = 0; seed < 100; seed++) {
    const pieces = cutAnywhere(
      randomFrom(seed),
      bytes,
      (b, from, to) => b.slice(from, to),
      5,
    );
    expect(joinTokens(pieces.map(token)), `seed ${seed}`).toBe(text);
  }
});

test('part of a character is shown as its bytes', () => {
  expect(tokenLabel(token(Uint8Array.of(0xf0, 0x9f)))).toBe(String.raw`\xf0\x9f`);
});

test('a token without bytes is its text', () => {
  expect(tokenLabel({ token: ' the', logprob: 0, bytes: null })).toBe(' the');
});

test('blanks are visible in lists', () => {
  expect(visibleLabel({ token: ' a\n', logprob: 0 })).toBe('·a↵');
});

test.each([
  [1, 0],
  [0.9, 0],
  [0.7, 1],
  [0.4, 2],
  [0.2, 3],
  [0.01, 4],
])('a probability of %d is heat %i', (probability, heat) => {
  // Rounding must not push a probability over the edge of its step.
  expect(heatOf({ token: '', logprob: Math.log(probability) + 1e-12 })).toBe(heat);
});

test.each([
  [Math.log(0.5), '50.0 %'],
  [Math.log(0.0123), '1.23 %'],
  [-20, '< 0.01 %'],
])('a log probability of %d is written %s', (logprob, text) => {
  expect(formatProbability({ token: '', logprob })).toBe(text);
});
