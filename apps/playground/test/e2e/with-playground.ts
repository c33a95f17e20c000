import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openPage } from './open-page.ts';
import { WireServer } from './wire-server.ts';

/** What a test of the page has at hand; all of it new for each test. */
export interface Playground {
  server: WireServer;
  url: string;
  /** Opens the page and waits until a prompt could be run. */
  open: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Registers the set-up of a browser and a scripted server for the tests of a file. */
export function withPlayground(): Playground {
  let browser: Browser;
  const complaints: string[][] = [];
  const playground: Playground = {
    server: new WireServer(),
    url: '',
    open: async (options) => {
      const opened = await openPage(browser, playground.url, options);
      complaints.push(opened.complaints);
      return opened.page;
    },
  };
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    playground.server = new WireServer();
    playground.url = await playground.server.start();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await playground.server.stop();
    expect(complaints.splice(0).flat()).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return playground;
}

export function promptField(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Prompt', exact: true });
}

export function runButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Run', exact: true });
}

/** Writes a prompt and runs it with the keyboard, as soon as the page allows it. */
export async function runPrompt(page: Page, prompt: string): Promise<void> {
  await promptField(page).fill(prompt);
  await page.locator('button[type=submit]:not([disabled])').first().waitFor();
  await page.keyboard.press('Control+Enter');
}

/** The newest answer. */
export function answer(page: Page): Locator {
  return page.getByRole('article', { name: 'The model answered' }).last();
}

/** Waits until something is to be seen, and says so for an expectation. */
export async function appears(locator: Locator): Promise<boolean> {
  await locator.waitFor();
  return true;
}

/** Waits until something is not to be seen any more; a fold closes with an animation. */
export async function disappears(locator: Locator): Promise<boolean> {
  await locator.waitFor({ state: 'hidden' });
  return true;
}
