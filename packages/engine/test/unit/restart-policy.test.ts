import { expect, test } from 'vitest';
import { RestartPolicy } from '../../src/process/restart-policy.ts';

test('restarts come at once first and slower after each crash, and end after five', () => {
  const policy = new RestartPolicy(() => 0);
  const delays = Array.from({ length: 5 }, () => policy.afterCrash());
  expect(delays).toEqual([0, 500, 1000, 2000, undefined]);
});

test('crashes more than a minute ago do not count', () => {
  let now = 0;
  const policy = new RestartPolicy(() => now);
  for (let i = 0; i < 20; i++) {
    expect(policy.afterCrash()).toBe(0);
    now += 61_000;
  }
});
