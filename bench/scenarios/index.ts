import { readdir } from 'node:fs/promises';
import type { Scenario, ScenarioFile, Size } from '../scenario.ts';

/** The scenarios of every other file in this folder, by name. */
export async function findScenarios(size: Size): Promise<readonly Scenario[]> {
  const names = await readdir(new URL('.', import.meta.url));
  const files = names.filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const found = await Promise.all(
    files.map(async (name) => {
      const file = (await import(new URL(name, import.meta.url).href)) as ScenarioFile;
      return file.scenarios(size);
    }),
  );
  return found
    .flat()
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
