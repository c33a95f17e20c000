import { type Latency, neutralStream } from '@samewire/mock/scenario';
import { describe, expect, test } from 'vitest';

function timesOf(latency: Latency, seed = 0): number[] {
  const text = Array.from({ length: 9 }, () => 'x');
  return neutralStream({ text, latency, seed })
    .filter((event) => event.text !== undefined)
    .map(({ atMs }) => atMs);
}

describe('the times of tokens', () => {
  test('are zero without a latency', () => {
    expect(new Set(timesOf({}))).toEqual(new Set([0]));
  });

  test('are equal steps after the first', () => {
    const times = timesOf({ firstTokenMs: 300, tokensPerSecond: 100 });
    expect(times.slice(0, 3)).toEqual([300, 310, 320]);
  });

  test('come in bursts at the same mean rate', () => {
    const times = timesOf({ tokensPerSecond: 100, shape: 'bursts' });
    expect(times).toEqual([0, 0, 0, 0, 40, 40, 40, 40, 80]);
  });

  test('jitter by the seed, not by chance', () => {
    const latency = { tokensPerSecond: 100, shape: 'jittered' } as const;
    expect(timesOf(latency, 1)).toEqual(timesOf(latency, 1));
    expect(timesOf(latency, 1)).not.toEqual(timesOf(latency, 2));
  });

  test('wait where there is a pause', () => {
    const times = timesOf({ pauses: [{ beforeToken: 2, ms: 5000 }] });
    expect(times.slice(1, 4)).toEqual([0, 5000, 5000]);
  });
});
