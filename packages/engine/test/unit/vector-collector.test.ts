import { expect, test } from 'vitest';
import { VectorCollector } from '../../src/vector-collector.ts';

function vector(input: number) {
  return { type: 'vector', input, values: Float32Array.of(input) } as const;
}

test('vectors come in the order of their inputs, in whatever order they were made', async () => {
  const collector = new VectorCollector();
  const all = collector.collect(3);
  for (const input of [2, 0, 1]) collector.push(vector(input));
  expect(await all).toEqual([0, 1, 2].map((input) => Float32Array.of(input)));
  expect(collector.hasEnded).toBe(true);
});

test('vectors may come before it is known how many there will be', async () => {
  const collector = new VectorCollector();
  collector.push(vector(0));
  expect(collector.hasEnded).toBe(false);
  const all = collector.collect(2);
  collector.push(vector(1));
  expect(await all).toHaveLength(2);
});

test('a failure that nobody waits for yet is told to who comes later', async () => {
  const collector = new VectorCollector();
  collector.fail(new Error('lost'));
  expect(collector.hasEnded).toBe(true);
  await expect(collector.collect(1)).rejects.toThrow('lost');
});
