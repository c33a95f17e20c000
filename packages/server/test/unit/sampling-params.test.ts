import { describe, expect, test } from 'vitest';
import {
  toSamplingParams,
  toStopTexts,
} from '../../src/wire-to-engine/sampling-params.ts';

describe('sampling fields', () => {
  test('that are left out or null are left to the engine', () => {
    expect(toSamplingParams({ temperature: null, top_p: 1 })).toEqual({ topP: 1 });
  });

  test('that are zero or false are not left out', () => {
    expect(
      toSamplingParams({ temperature: 0, ignore_eos: false, min_tokens: 0 }),
    ).toEqual({
      temperature: 0,
      ignoreEndOfGeneration: false,
      minTokens: 0,
    });
  });

  test("take llama.cpp's repeat_penalty where vLLM's is missing", () => {
    expect(toSamplingParams({ repeat_penalty: 1.1 })).toEqual({ repetitionPenalty: 1.1 });
    expect(toSamplingParams({ repeat_penalty: 1.1, repetition_penalty: 1.2 })).toEqual({
      repetitionPenalty: 1.2,
    });
  });

  test('of llama.cpp’s other samplers have its names', () => {
    expect(
      toSamplingParams({
        top_n_sigma: -1,
        xtc_probability: 0.5,
        xtc_threshold: 0.2,
        dynatemp_range: 0.3,
        dynatemp_exponent: 1.5,
        mirostat: 2,
        mirostat_tau: 4,
        mirostat_eta: 0.2,
        adaptive_target: 0.1,
        adaptive_decay: 0.8,
        dry_multiplier: 0.8,
        dry_base: 2,
        dry_allowed_length: 3,
        dry_penalty_last_n: 64,
        dry_sequence_breakers: [';'],
        repeat_last_n: 32,
      }),
    ).toEqual({
      topNSigma: 0,
      xtcProbability: 0.5,
      xtcThreshold: 0.2,
      dynatempRange: 0.3,
      dynatempExponent: 1.5,
      mirostat: 2,
      mirostatTau: 4,
      mirostatEta: 0.2,
      adaptiveTarget: 0.1,
      adaptiveDecay: 0.8,
      dryMultiplier: 0.8,
      dryBase: 2,
      dryAllowedLength: 3,
      dryWindow: 64,
      dryBreakers: [';'],
      repetitionWindow: 32,
    });
  });

  test('fold a 64-bit seed into a safe integer, always the same one', () => {
    const { seed } = toSamplingParams({ seed: -(2 ** 62) - 4096 });
    expect(Number.isSafeInteger(seed)).toBe(true);
    expect(toSamplingParams({ seed: -(2 ** 62) - 4096 }).seed).toBe(seed);
    expect(toSamplingParams({ seed: -1 }).seed).toBe(-1);
  });
});

describe('stop texts', () => {
  test.each([
    [null, undefined],
    ['', undefined],
    [[], undefined],
    ['a', ['a']],
    [
      ['a', '', 'b'],
      ['a', 'b'],
    ],
  ])('of %j are %j', (stop, texts) => {
    expect(toStopTexts(stop)).toEqual(texts);
  });
});
