import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeCassette } from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import { createServer, defaultClientConditions } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { browserNote, hasBrowser, openPage } from '../support/browser.ts';
import { recordings } from '../support/recordings.ts';

/** A page that has msw's service worker, as a team's own page would. */
async function startPage(): Promise<string> {
  const worker = fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js'));
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('page', import.meta.url)),
    logLevel: 'error',
    resolve: { conditions: ['@samewire/source', ...defaultClientConditions] },
    server: { host: '127.0.0.1', port: 0, fs: { strict: false }, ws: false },
    plugins: [
      {
        name: 'service-worker',
        configureServer: ({ middlewares }) => {
          middlewares.use('/mockServiceWorker.js', (_request, response) => {
            response.setHeader('content-type', 'text/javascript');
            response.end(readFileSync(worker));
          });
        },
      },
    ],
  });
  onTestFinished(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

test.skipIf(!hasBrowser || !recordings.isThere)(
  `a page reads a recorded stream through its service worker, byte for byte${browserNote}${recordings.note}`,
  { timeout: 60_000 },
  async () => {
    const file = 'groq/reqllm__openai_gpt_oss_120b-streaming.json';
    const { cassette } = importRecording(recordings.read(file), file);
    const [exchange] = cassette.exchanges;
    const page = await openPage();
    await page.goto(await startPage());
    await page.waitForFunction('window.startMock !== undefined');
    await page.evaluate((text) => window.startMock(text), writeCassette(cassette));
    const url = exchange?.request?.url ?? '';
    const body = Buffer.from(exchange?.request?.body ?? []).toString();
    const answer = await page.evaluate(
      ([to = '', sent = '']) => window.ask(to, sent),
      [url, body],
    );
    expect(answer.status).toBe(200);
    expect(answer.region).toBe('yul');
    expect(answer.chunks.join('')).toBe(
      Buffer.concat(exchange?.response.chunks.map(({ bytes }) => bytes) ?? []).toString(
        'latin1',
      ),
    );
  },
);
