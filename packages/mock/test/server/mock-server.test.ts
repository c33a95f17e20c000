import { connect } from 'node:net';
import { Mock, type RecordedResponse, VirtualClock } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatRequest, jsonResponse, shortStream } from '../support/exchanges.ts';
import { askWithHttp } from '../support/http-client.ts';

const path = '/v1/chat/completions';
const request = chatRequest({ stream: true });
const body = Buffer.from(request.body);

async function serve(
  response: RecordedResponse,
  options: { clock?: VirtualClock; speed?: number } = {},
) {
  const mock = new Mock({
    cassettes: [{ exchanges: [{ request, response }] }],
    repeat: 'last',
    ...options,
  });
  const server = await startMockServer(mock, { minGapMs: 0 });
  onTestFinished(() => server.close());
  return server.url + path;
}

describe('an answer over HTTP', () => {
  test('has its headers in order, duplicates and all, and none that was not recorded', async () => {
    const headers = [
      ['X-B', '1'],
      ['Set-Cookie', 'a=1'],
      ['X-A', '2'],
      ['Set-Cookie', 'b=2'],
      ['Content-Encoding', 'br'],
    ] as const;
    const url = await serve({ ...jsonResponse({}), headers });
    const { headers: received } = await askWithHttp(url, { body });
    const own = new Set(['connection', 'content-length']);
    expect(received.filter(([name]) => !own.has(name.toLowerCase()))).toEqual(
      headers.slice(0, 4),
    );
  });

  test('has the reason phrase that was recorded', async () => {
    const url = await serve({ ...jsonResponse({}), statusText: 'Fine' });
    expect((await askWithHttp(url, { body })).statusText).toBe('Fine');
  });

  test.each([
    ['beyond Latin-1', '€', Buffer.from('€').toString('latin1')],
    ['with a line end', 'a\r\nx-evil: 1', 'a  x-evil: 1'],
  ])('has a header value %s in the way HTTP can carry it', async (_, value, sent) => {
    const url = await serve({ ...jsonResponse({}), headers: [['x-odd', value]] });
    const { headers } = await askWithHttp(url, { body });
    expect(headers).toContainEqual(['x-odd', sent]);
  });

  test('comes as fast as it was recorded', async () => {
    const clock = new VirtualClock();
    const chunks = shortStream.chunks.map(({ bytes }, index) => ({
      bytes,
      atMs: 1000 * (index + 1),
    }));
    const url = await serve({ ...shortStream, chunks }, { clock, speed: 1 });
    const response = await fetch(url, { method: 'POST', body });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const numRead = { now: 0 };
    const reading = (async () => {
      while (!(await reader.read()).done) numRead.now += 1;
    })();
    for (const expected of [1, 2, 3, 4]) {
      await clock.advance(999);
      expect(numRead.now).toBe(expected - 1);
      await clock.advance(1);
      await expect.poll(() => numRead.now, { interval: 1 }).toBe(expected);
    }
    await reading;
  });
});

describe('a client that misbehaves', () => {
  test('by leaving in the middle disturbs nobody', async () => {
    const url = await serve(shortStream);
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body, () => socket.resetAndDestroy());
    await expect(
      fetch(url, { method: 'POST', body }).then((r) => r.text()),
    ).resolves.toContain('[DONE]');
  });

  test('by sending what is no HTTP disturbs nobody', async () => {
    const url = await serve(shortStream);
    const { hostname, port } = new URL(url);
    connect(Number(port), hostname).end('\0\r\n\r\n');
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
  });

  test('by asking for an address that is none gets an answer', async () => {
    const url = await serve(shortStream);
    const { status } = await askWithHttp(`${new URL(url).origin}//%zz`, { body });
    expect(status).toBe(501);
  });
});
