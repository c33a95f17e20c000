import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Mock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { expect, onTestFinished, test } from 'vitest';
import { browserNote, hasBrowser, openPage } from '../support/browser.ts';
import { shortStream } from '../support/exchanges.ts';

/** An empty page of another origin than the mock's. */
async function startPage(): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const headers = [...shortStream.headers, ['x-request-id', 'req_1']] as const;

test.skipIf(!hasBrowser)(
  `a page of another origin reads a stream of the mock and its headers${browserNote}`,
  async () => {
    const response = { ...shortStream, headers };
    const mock = new Mock({ cassettes: [{ exchanges: [{ match: {}, response }] }] });
    const server = await startMockServer(mock);
    onTestFinished(() => server.close());
    const page = await openPage();
    await page.goto(await startPage());
    const answer = await page.evaluate(async (url) => {
      const received = await fetch(url, {
        method: 'POST',
        // What makes a browser ask first whether it may.
        headers: { authorization: 'Bearer none', 'content-type': 'application/json' },
        body: '{}',
      });
      return { id: received.headers.get('x-request-id'), text: await received.text() };
    }, `${server.url}/v1/chat/completions`);
    expect(answer).toEqual({
      id: 'req_1',
      text: Buffer.concat(shortStream.chunks.map(({ bytes }) => bytes)).toString(),
    });
  },
);
