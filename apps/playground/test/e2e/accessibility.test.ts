import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import { answer, runPrompt, withPlayground } from './with-playground.ts';

const screens = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
] as const;

/** What axe finds wrong, leaving out matters of taste. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

describe.skipIf(!hasBrowser)('nobody is kept out', () => {
  const playground = withPlayground();

  test.each(screens)(
    'at $width pixels in $colorScheme',
    async ({ colorScheme, ...viewport }) => {
      const page = await playground.open({ colorScheme, viewport });
      await page.getByRole('status').getByText('Ready').waitFor();
      expect(await barriers(page)).toEqual([]);

      await runPrompt(page, 'Hi');
      const chat = await playground.server.nextChat();
      const token = { token: 'x', logprob: -0.7, bytes: null };
      chat
        .begin()
        .text('**Bold**\n\n```js\nlet a = 1;\n```\n\n| a |\n| - |\n| 1 |\n', [token]);
      chat.failMidStream({ message: 'Broken.' });
      await answer(page).getByRole('alert').waitFor();
      expect(await barriers(page)).toEqual([]);

      await page.getByRole('button', { name: 'Tokens', exact: true }).click();
      for (const view of ['/', '/settings', '/wire', '/code']) {
        await page.evaluate((path) => location.assign(`#${path}`), view);
        expect(await barriers(page), `in ${view}`).toEqual([]);
      }
    },
  );
});
