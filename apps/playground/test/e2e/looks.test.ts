import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasBrowser } from './browser.ts';
import {
  answer,
  appears,
  promptField,
  runButton,
  runPrompt,
  withPlayground,
} from './with-playground.ts';

const wideAnswer = [
  `A-very-long-word-${'without-a-break-'.repeat(20)}`,
  '```js',
  `const wide = '${'x'.repeat(300)}';`,
  '```',
  `| ${'column | '.repeat(20)}\n| ${'--- | '.repeat(20)}\n| ${'value | '.repeat(20)}`,
  `[link](https://example.com/${'path/'.repeat(40)})`,
].join('\n\n');

function theme(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset['theme']);
}

/** How light the page's background is, from 0 to 255. */
function lightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (canvas === null) throw new Error('no canvas');
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
}

/** A token that is only part of a character. */
function half(bytes: number[]) {
  return { token: '\uFFFD', logprob: -0.5, bytes };
}

describe.skipIf(!hasBrowser)('the page', () => {
  const playground = withPlayground();

  test.each([
    ['light', 200, 255],
    ['dark', 0, 60],
  ] as const)('follows a %s system', async (colorScheme, from, to) => {
    const page = await playground.open({ colorScheme });
    expect(await theme(page)).toBe(colorScheme);
    expect(await lightness(page)).toBeGreaterThanOrEqual(from);
    expect(await lightness(page)).toBeLessThanOrEqual(to);
  });

  test('keeps the theme chosen, also after a reload', async () => {
    const page = await playground.open({ colorScheme: 'light' });
    await page.getByRole('button', { name: 'Display' }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    expect(await theme(page)).toBe('dark');
    await page.reload();
    expect(await theme(page)).toBe('dark');
  });

  test('fits a narrow screen in every view, whatever the answer', async () => {
    const page = await playground.open({ viewport: { width: 390, height: 844 } });
    await runPrompt(page, `long ${'prompt'.repeat(80)}`);
    (await playground.server.nextChat()).answer(wideAnswer);
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    for (const view of ['Chat', 'Settings', 'Wire', 'Code']) {
      await page.getByRole('link', { name: view }).click();
      await page
        .getByRole('link', { name: view })
        .and(page.locator('[aria-current]'))
        .waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `in ${view}`).toBe(0);
    }
  });

  test('shows settings, conversation and wire side by side on a wide screen', async () => {
    const page = await playground.open();
    for (const name of ['Settings', 'Conversation', 'Wire'])
      expect(await page.getByRole('region', { name, exact: true }).isVisible()).toBe(
        true,
      );
  });

  test('can be used with the keyboard alone', async () => {
    const page = await playground.open();
    await runButton(page).waitFor();
    const reached = new Set<string>();
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const focused = document.activeElement;
          return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
        }),
      );
    }
    for (const name of [
      'Display',
      'Model',
      'Prompt',
      'Wire',
      'Code',
      'Copy request body',
    ])
      expect(reached, `reaches ${name}`).toContain(name);
  });

  test('names every control and shows where the focus is', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    (await playground.server.nextChat()).answer('Hello');
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).not.toMatch(/- (?:button|link|textbox|combobox|switch)(?::|$)/m);
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe('solid');
  });

  test('marks what is set, and gives it back to the server', async () => {
    const page = await playground.open();
    await page.getByText('All left to the server.').waitFor();
    await page.getByLabel('Temperature').fill('0.2');
    await page.getByText('1 set, the rest left to the server.').waitFor();
    await page.getByRole('button', { name: 'Leave Temperature to the server' }).click();
    expect(await appears(page.getByText('All left to the server.'))).toBe(true);
  });

  test('shows token probabilities, and the alternatives to the token looked at', async () => {
    const page = await playground.open();
    await page.getByRole('switch', { name: 'Ask for probabilities' }).click();
    await page.getByLabel('Alternatives').fill('2');
    await runPrompt(page, 'Smile');
    const chat = await playground.server.nextChat();
    expect(chat.body).toMatchObject({ logprobs: true, top_logprobs: 2 });
    const alternative = { token: ' No', logprob: -1.5, bytes: [32, 78, 111] };
    const yes = { token: 'Yes', logprob: -0.2, bytes: [89, 101, 115] };
    chat.begin();
    chat.text('Yes', [{ ...yes, top_logprobs: [yes, alternative] }]);
    chat.text('🙂', [half([0xf0, 0x9f]), half([0x99, 0x82])]);
    chat.finish();
    await answer(page).getByRole('button', { name: 'Tokens', exact: true }).click();
    const tokens = answer(page).getByRole('option');
    expect(await tokens.allTextContents()).toEqual([
      'Yes',
      String.raw`\xf0\x9f`,
      String.raw`\x99\x82`,
    ]);
    await tokens.first().hover();
    await answer(page)
      .getByRole('row', { name: /·No 22.3 %/ })
      .waitFor();
    await answer(page).getByRole('listbox').press('ArrowRight');
    await answer(page)
      .getByRole('row', { name: /xf0\\x9f chosen/ })
      .waitFor();
  });

  test('leaves the prompt field alone when an answer comes', async () => {
    const page = await playground.open();
    await runPrompt(page, 'Hi');
    const chat = await playground.server.nextChat();
    await promptField(page).fill('the next one');
    chat.answer('Hello');
    await page.getByRole('button', { name: 'Copy answer' }).waitFor();
    expect(await promptField(page).inputValue()).toBe('the next one');
  });
});
