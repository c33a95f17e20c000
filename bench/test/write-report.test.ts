import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { writeReport } from '../report/write-report.ts';
import { findScenarios } from '../scenarios/index.ts';

test('a report can be written where nothing is under version control', async () => {
  const cache = fileURLToPath(new URL('../../.cache/', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${cache}report-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await writeReport(folder, await findScenarios('quick'), { scenarios: [] });
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['README.md', 'results.json', 'results.md', 'ratios.svg']),
  );
});
