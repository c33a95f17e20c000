import {
  type Cassette,
  createFetch,
  type Exchange,
  Mock,
  withoutTransportHeaders,
} from '@samewire/mock';
import { importRecording } from '@samewire/mock/import';
import { startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askWithHttp, readChunks } from '../support/http-client.ts';
import { recordings } from '../support/recordings.ts';

/** What a client sends for an exchange, with only a path for an address. */
function requestFor({ request, match }: Exchange) {
  if (request !== undefined) {
    // Some recordings have a placeholder for the host.
    const path = request.url.replace(/^(?:https?:\/\/)?[^/]*/, '');
    return { path, method: request.method, body: Buffer.from(request.body) };
  }
  const body = JSON.stringify({ model: 'm', stream: match?.stream ?? false });
  return { path: `/v1${match?.path ?? '/chat/completions'}`, method: 'POST', body };
}

function importCassette(file: string): Cassette {
  return importRecording(recordings.read(file), file).cassette;
}

function expectedOf({ response }: Exchange) {
  return {
    status: response.status,
    headers: withoutTransportHeaders(response.headers).map(([name, value]) => [
      name.toLowerCase(),
      value.trim(),
    ]),
    chunks: response.chunks
      .filter(({ bytes }) => bytes.length > 0)
      .map(({ bytes }) => Buffer.from(bytes).toString('latin1')),
  };
}

function asTexts(chunks: readonly Uint8Array[]): string[] {
  return chunks.map((chunk) => Buffer.from(chunk).toString('latin1'));
}

/** Those of the connection itself are the server's own. */
function answerHeaders(headers: Iterable<readonly [string, string]>) {
  return withoutTransportHeaders([...headers]).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
}

describe(`a replayed recording${recordings.note}`, () => {
  test.each(recordings.files)('is what node:http and fetch read: %s', async (file) => {
    const cassette = importCassette(file);
    for (const read of [readWithHttp, readWithFetch]) {
      const mock = new Mock({ cassettes: [cassette] });
      const server = await startMockServer(mock, { minGapMs: 0 });
      onTestFinished(() => server.close());
      for (const exchange of cassette.exchanges) {
        const { path, method, body } = requestFor(exchange);
        const expected = expectedOf(exchange);
        const received = await read(`${server.url}${path}`, method, body);
        expect(received.status).toBe(expected.status);
        expect(received.chunks).toEqual(expected.chunks);
        expect(received.headers).toEqual(
          read === readWithFetch ? joinDuplicates(expected.headers) : expected.headers,
        );
      }
      mock.assertDone();
    }
  });

  test.each(recordings.files)('is what the fetch function gives: %s', async (file) => {
    const cassette = importCassette(file);
    const mock = new Mock({ cassettes: [cassette] });
    const mockFetch = createFetch(mock);
    for (const exchange of cassette.exchanges) {
      const { path, method, body } = requestFor(exchange);
      const response = await mockFetch(`http://mock${path}`, { method, body });
      const expected = expectedOf(exchange);
      expect(response.status).toBe(expected.status);
      expect(asTexts(await readChunks(response))).toEqual(expected.chunks);
      expect(answerHeaders(response.headers)).toEqual(joinDuplicates(expected.headers));
    }
    mock.assertDone();
  });
});

async function readWithHttp(
  url: string,
  method: string,
  body: string | Buffer<ArrayBuffer>,
) {
  const { status, headers, chunks } = await askWithHttp(url, { method, body });
  return { status, headers: answerHeaders(headers), chunks: asTexts(chunks) };
}

async function readWithFetch(
  url: string,
  method: string,
  body: string | Buffer<ArrayBuffer>,
) {
  const response = await fetch(url, { method, body });
  const headers = answerHeaders(response.headers);
  return {
    status: response.status,
    headers,
    chunks: asTexts(await readChunks(response)),
  };
}

/** `Headers` sorts headers and joins those of one name, but for cookies. */
function joinDuplicates(headers: readonly (readonly string[])[]): string[][] {
  const list = new Headers();
  for (const [name = '', value = ''] of headers) list.append(name, value);
  return [...list];
}
