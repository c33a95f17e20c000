import { expect, test } from 'vitest';
import { quantile } from '../quantile.ts';
import { formatRounds, mergeResults, type ScenarioResult } from '../report/results.ts';

function resultOf(name: string, title: string): ScenarioResult {
  const machine = { cpu: '', numCores: 1, memoryGiB: 1, system: '', node: '' };
  return {
    name,
    title,
    model: '',
    size: 'full',
    seeds: [],
    metrics: [],
    values: {},
    commands: {},
    machine,
  };
}

test('measuring a scenario again replaces its result and keeps the others', () => {
  const merged = mergeResults(
    { scenarios: [resultOf('a', 'old'), resultOf('b', 'old')] },
    { scenarios: [resultOf('b', 'new')] },
  );
  expect(merged.scenarios.map(({ name, title }) => [name, title])).toEqual([
    ['a', 'old'],
    ['b', 'new'],
  ]);
});

test('scenarios stand in the order of their numbers', () => {
  const measured = ['streams-32', 'streams-8', 'streams-1'].map((name) =>
    resultOf(name, ''),
  );
  const merged = mergeResults({ scenarios: [] }, { scenarios: measured });
  expect(merged.scenarios.map(({ name }) => name)).toEqual([
    'streams-1',
    'streams-8',
    'streams-32',
  ]);
});

test('rounds are shown by their median and how far they lie apart', () => {
  expect(formatRounds([3, 1, 2])).toBe('2.00 (1.00–3.00)');
  expect(formatRounds([120.4])).toBe('120');
  expect(formatRounds([])).toBe('–');
});

test('a quantile is one of the values', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(3);
  expect(quantile([4, 1, 3, 2], 1)).toBe(4);
  expect(quantile([], 0.5)).toBeNaN();
});
