import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import { afterEach, describe, expect, test } from 'vitest';
import { hasBrowser, launchBrowser } from './browser.ts';
import { openPage } from './open-page.ts';
import { distDir } from './page-files.ts';
import { answer, appears, runPrompt } from './with-playground.ts';

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

/** The page as samewire itself serves it, over an engine that says what a test tells it to. */
async function openServed(engine: FakeEngine) {
  const config = { model: { id: 'fake-model' }, playgroundDir: distDir };
  const server = await buildServer({ engine, config });
  cleanUps.push(() => server.close());
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchBrowser();
  cleanUps.push(() => browser.close());
  return openPage(browser, `${url}/`);
}

describe.skipIf(!hasBrowser)('the page served by samewire', () => {
  test('talks to the server it came from, within its policy', async () => {
    const engine = new FakeEngine({ reply: () => 'A **real** answer.' });
    const { page, complaints } = await openServed(engine);
    await page.getByLabel('Temperature').fill('0.5');
    await page.getByLabel('Min P').fill('0.1');
    await page.getByRole('switch', { name: 'Ask for probabilities' }).click();
    await runPrompt(page, 'Hi');
    await answer(page).getByRole('strong').getByText('real').waitFor();
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    expect(engine.requests[0]?.sampling).toMatchObject({ temperature: 0.5, minP: 0.1 });
    expect(complaints).toEqual([]);
  });

  test('shows the words in which the server refuses a setting', async () => {
    const { page } = await openServed(new FakeEngine());
    await page.getByLabel('Temperature').fill('3');
    await runPrompt(page, 'Hi');
    expect(await appears(answer(page).getByText('The server refused temperature'))).toBe(
      true,
    );
  });
});
