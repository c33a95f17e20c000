import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const executablePath = process.env['SAMEWIRE_CHROMIUM'] ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(executablePath);
/** To be put behind a test's name. */
export const browserNote = hasBrowser
  ? ''
  : ` (skipped: there is no browser at ${executablePath})`;

/** An empty page in a browser without a window. */
export async function openPage(): Promise<Page> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  onTestFinished(() => browser.close());
  return browser.newPage();
}
