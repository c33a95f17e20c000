import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['SAMEWIRE_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser to test with. Says so once where there is none. */
export const hasBrowser = existsSync(executablePath);

if (!hasBrowser)
  console.warn(
    `Playground end-to-end tests are skipped: no browser at ${executablePath}. ` +
      'Install chromium, or name one in SAMEWIRE_CHROMIUM.',
  );

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
