import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { formatPage } from '../report/page.ts';
import { readResults, type ScenarioResult } from '../report/results.ts';
import { findScenarios } from '../scenarios/index.ts';

const docs = fileURLToPath(new URL('../../docs/benchmarks/', import.meta.url));
const scenarios = await findScenarios('full');

const machine = {
  cpu: 'a CPU',
  numCores: 2,
  memoryGiB: 8,
  system: 'linux',
  node: '24.0.0',
};

function resultOf(values: ScenarioResult['values'], busyBefore = 0): ScenarioResult {
  return {
    name: 'long-prompt',
    title: 'A long prompt arrives',
    model: 'sized.gguf',
    size: 'full',
    seeds: [9],
    metrics: [
      { name: 'gap', unit: 'ms', better: 'lower' },
      { name: 'prompt', unit: 'tokens/s', better: 'higher' },
    ],
    values,
    commands: {},
    machine,
    busyBefore,
  };
}

test('the published page is what its results and the scenarios say', () => {
  const made = formatPage(scenarios, readResults(`${docs}results.json`));
  const published = readFileSync(`${docs}README.md`, 'utf8');
  expect(withoutLayout(published)).toBe(withoutLayout(made));
});

test('a scenario without a result is named as not measured', () => {
  const page = formatPage(scenarios, { scenarios: [] });
  expect(page.match(/not measured yet/g)).toHaveLength(2 * scenarios.length);
});

test('the overview says where samewire is worse, not only where it is better', () => {
  const result = resultOf({
    samewire: { gap: [10, 20, 30], prompt: [50] },
    other: { gap: [200], prompt: [100] },
  });
  const page = formatPage(scenarios, { scenarios: [result] });
  expect(page).toContain('10.0× other | prompt: 0.50× other');
});

test('a result from a busy machine says so', () => {
  const result = resultOf({ samewire: { gap: [10], prompt: [50] } }, 0.4);
  const page = formatPage(scenarios, { scenarios: [result] });
  expect(page).toContain('others used 40 % of the cores');
});

/** The formatter aligns tables and breaks no lines. */
function withoutLayout(markdown: string): string {
  return markdown.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-').trim();
}
