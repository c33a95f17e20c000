import { expect, test } from 'vitest';
import { formatMs, formatRate } from '../../src/timing/format.ts';
import { timingOf } from '../../src/timing/timing.ts';
import { traceTicks } from '../../src/timing/trace-ticks.ts';
import { newRun, type Frame } from '../../src/wire/run.ts';

const request = { method: 'POST', url: '', headers: [], body: '' } as const;
const run = {
  ...newRun('r', request, new Date(0)),
  firstTextMs: 200,
  lastTextMs: 1200,
  endedMs: 1210,
  numTextFrames: 6,
};

test('the rate leaves out the first token, whose time is the wait', () => {
  const usage = { prompt_tokens: 9, completion_tokens: 11 };
  expect(timingOf({ ...run, usage })).toMatchObject({
    firstTextMs: 200,
    tokensPerSecond: 10,
    isEstimate: false,
    completionTokens: 11,
  });
});

test('without the server’s count the rate is that of events, and says so', () => {
  expect(timingOf(run)).toMatchObject({ tokensPerSecond: 5, isEstimate: true });
});

test('a single token has no rate', () => {
  const timing = timingOf({ ...run, lastTextMs: 200, numTextFrames: 1 });
  expect(timing.tokensPerSecond).toBeUndefined();
});

test('cached prompt tokens are those the server reports', () => {
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 1,
    prompt_tokens_details: { cached_tokens: 4 },
  };
  expect(timingOf({ ...run, usage }).cachedTokens).toBe(4);
});

test.each([
  [0.42, '0.4 ms'],
  [42.4, '42 ms'],
  [1240, '1.24 s'],
  [83_520, '83.5 s'],
])('%d ms are written %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [42.123, '42.1'],
  [1234.5, '1235'],
])('a rate of %d is written %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test('every event of a trace falls on the line, and none is lost', () => {
  const frames = Array.from({ length: 500 }, (_, index): Frame => ({
    kind: 'data',
    text: '',
    index,
    atMs: index * 3.7,
  }));
  const ticks = traceTicks(frames, 499 * 3.7, 100);
  expect(ticks.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  expect(ticks.every(({ x }) => x >= 0 && x <= 100)).toBe(true);
});
