import * as fc from 'fast-check';
import { VirtualClock } from '@samewire/mock';
import { describe, expect, test } from 'vitest';
import { planAnswer } from '../../src/player/answer-plan.ts';
import { type Pace, play } from '../../src/player/play.ts';
import { seededRandom } from '../../src/player/random.ts';

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text));
}

const response = {
  status: 200,
  headers: [],
  chunks: [
    { bytes: bytesOf('a'), atMs: 100 },
    { bytes: bytesOf('b'), atMs: 100 },
    { bytes: bytesOf('c'), atMs: 400 },
  ],
  endAtMs: 500,
} as const;

/** When each chunk came, and when the body ended. */
async function times(
  pace: Partial<Pace>,
  plan = planAnswer(response),
): Promise<readonly number[]> {
  const clock = new VirtualClock({ auto: true });
  const seen: number[] = [];
  const { signal } = new AbortController();
  for await (const _ of play(plan, { clock, speed: 1, minGapMs: 0, ...pace }, 0, signal))
    seen.push(clock.now());
  return [...seen, clock.now()];
}

describe('recorded time', () => {
  test('passes as recorded at speed 1', async () => {
    expect(await times({ speed: 1 })).toEqual([100, 100, 400, 500]);
  });

  test('passes faster at a higher speed', async () => {
    expect(await times({ speed: 10 })).toEqual([10, 10, 40, 50]);
  });

  test('does not pass at speed 0', async () => {
    expect(await times({ speed: 0 })).toEqual([0, 0, 0, 0]);
  });

  test('keeps chunks apart that the transport would join', async () => {
    expect(await times({ speed: 0, minGapMs: 1 })).toEqual([0, 1, 2, 2]);
    expect(await times({ speed: 1, minGapMs: 1 })).toEqual([100, 101, 400, 500]);
  });

  test("is put off by a fault's delay, at any speed", async () => {
    const [first, ...rest] = response.chunks;
    const plan = {
      ...planAnswer(response),
      chunks: [{ ...first, holdMs: 1000 }, ...rest],
    };
    expect(await times({ speed: 1 }, plan)).toEqual([1100, 1100, 1400, 1500]);
    expect(await times({ speed: 0 }, plan)).toEqual([1000, 1000, 1000, 1000]);
  });

  test('ends when the reader goes away', async () => {
    const controller = new AbortController();
    const plan = { ...planAnswer(response), end: 'never' as const };
    const pace = { clock: new VirtualClock({ auto: true }), speed: 0, minGapMs: 0 };
    const body = play(plan, pace, 0, controller.signal);
    for (let index = 0; index < 3; index++) await body.next();
    const next = body.next();
    controller.abort(new Error('gone'));
    await expect(next).rejects.toThrow('gone');
  });
});

describe('a virtual clock', () => {
  test('wakes those who are due, in order, and nobody else', async () => {
    const clock = new VirtualClock();
    const woken: string[] = [];
    const wait = async (name: string, ms: number) => {
      await clock.wait(ms);
      woken.push(name);
    };
    const all = Promise.all([wait('late', 30), wait('early', 10), wait('middle', 20)]);
    await clock.advance(20);
    expect(woken).toEqual(['early', 'middle']);
    await clock.advance(10);
    await all;
    expect(woken).toEqual(['early', 'middle', 'late']);
  });
});

describe('seeded chance', () => {
  test('is the same for the same seed, and lies between 0 and 1', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [one, other] = [seededRandom(seed), seededRandom(seed)];
        for (let index = 0; index < 20; index++) {
          const value = one();
          expect(value).toBe(other());
          expect(value >= 0 && value < 1).toBe(true);
        }
      }),
    );
  });

  test('is spread evenly', () => {
    const random = seededRandom('seed');
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 10_000; index++) {
      const bucket = Math.floor(random() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
