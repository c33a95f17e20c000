import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Exchange, headerValue, writeCassette } from '@samewire/mock';
import { createServer, defaultClientConditions } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { browserNote, hasBrowser, openPage } from '../support/browser.ts';
import { localServers, recordedOf } from '../local-servers/recorded.ts';

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

test.skipIf(!hasBrowser).each(localServers)(
  `a page reads what %s streamed through its service worker, byte for byte${browserNote}`,
  async (server) => {
    const streams = recordedOf(server).flatMap(([{ name }, exchange]) =>
      name === 'a stream with counts' ? [exchange] : [],
    );
    const page = await openPage();
    await page.goto(await startPage());
    await page.waitForFunction('window.startMock !== undefined');
    const cassette = writeCassette({ exchanges: streams });
    await page.evaluate((text) => window.startMock(text), cassette);
    const [{ request, response }] = streams as [Exchange];
    const answer = await page.evaluate(
      ([to = '', sent = '']) => window.ask(to, sent),
      [request?.url, Buffer.from(request?.body ?? []).toString()],
    );
    expect(answer.status).toBe(200);
    expect(answer.type).toBe(headerValue(response.headers, 'content-type'));
    expect(answer.chunks.join('')).toBe(
      Buffer.concat(response.chunks.map(({ bytes }) => bytes)).toString('latin1'),
    );
  },
);
