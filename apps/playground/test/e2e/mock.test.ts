import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildPage } from '../build-page.ts';
import { hasBrowser, launchBrowser } from './browser.ts';
import { openPage } from './open-page.ts';
import { sendPageFile } from './page-files.ts';
import { answer, appears, runButton, runPrompt } from './with-playground.ts';

/** Chooses an example of the empty board and runs it. */
async function runExample(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  await runButton(page).click();
}

/** The page as `vite build --mode mock` makes it, on a server that has its files and no API. */
describe.skipIf(!hasBrowser)('the page over the mock in its service worker', () => {
  let browser: Browser;
  let folder: string;
  let server: Server;
  /** What the service worker did not answer. */
  const asked: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samewire-page-'));
    await buildPage('--mode', 'mock', '--outDir', folder);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      asked.push(pathname);
      void sendPageFile(pathname, response, folder);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await launchBrowser();
    // The page is built beside browsers of other tests.
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true });
  });

  async function open(): Promise<Page> {
    const { port } = server.address() as AddressInfo;
    const { page, complaints } = await openPage(browser, `http://127.0.0.1:${port}/`);
    onTestFinished(async () => {
      await page.context().close();
      expect(complaints).toEqual([]);
      expect(asked.filter((path) => path.startsWith('/v1'))).toEqual([]);
    });
    return page;
  }

  test('streams an example as it was recorded, event by event', async () => {
    const page = await open();
    await runExample(page, 'Chat');
    const events = page.getByRole('listbox', { name: 'Events' });
    await events.getByText('[DONE]').waitFor();
    await page.getByText('· req_53731d54e6d332dfbd13533d2a93c9b9').waitFor();
    expect(await answer(page).textContent()).toContain('Samewire is a server');
  });

  test('calls the tool that was recorded, and goes on with its result', async () => {
    const page = await open();
    await runExample(page, 'Call a tool');
    await page.getByLabel('Result of get_weather').fill('sunny, 21 degrees');
    await page.getByRole('button', { name: 'Send result' }).click();
    expect(await appears(answer(page).getByText(/sunny/))).toBe(true);
  });

  test('answers two columns at once, each with what was recorded for it', async () => {
    const page = await open();
    await runExample(page, 'Compare');
    const column = (name: string) => page.getByRole('region', { name: `Column ${name}` });
    expect(await appears(column('A').getByText('Once upon a time'))).toBe(true);
    expect(await appears(column('B').getByText('There was once a fox'))).toBe(true);
  });

  test('says that an answer to any other prompt is made up', async () => {
    const page = await open();
    await runPrompt(page, 'Something nobody has recorded');
    expect(await appears(answer(page).getByText('Nothing is recorded'))).toBe(true);
  });
});
