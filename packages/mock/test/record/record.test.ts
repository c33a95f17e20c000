import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createFetch, Mock, type MockMode } from '@samewire/mock';
import { keepRecording, readCassettes, startMockServer } from '@samewire/mock/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chatRequest } from '../support/exchanges.ts';
import { askWithHttp, readChunks } from '../support/http-client.ts';
import { startUpstream } from '../support/upstream.ts';

const path = '/v1/chat/completions';
const body = Buffer.from(chatRequest({ stream: true }).body);
/** One event, two in one chunk, and one that is cut inside a character. */
const euro = Buffer.from('data: "€"\n\n');
const chunks = [
  Buffer.from('data: 1\n\n'),
  Buffer.from('data: 2\n\ndata: 3\n\n'),
  euro.subarray(0, 8),
  euro.subarray(8),
];
const gapMs = 20;

function startProvider(): Promise<string> {
  return startUpstream(async (request, response) => {
    const encoding = String(request.headers['accept-encoding']);
    response.writeHead(200, [
      'content-type',
      'text/event-stream',
      'x-ratelimit-limit-tokens',
      '10',
      'x-request-id',
      `req_${encoding}`,
      'set-cookie',
      'secret=1',
    ]);
    for (const chunk of chunks) {
      response.write(chunk);
      await wait(gapMs);
    }
    response.end();
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'samewire-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function startRecorder(mode: MockMode, upstream: string, file: string) {
  const mock = new Mock({ mode });
  keepRecording(mock, file, (message) => {
    throw new Error(message);
  });
  const server = await startMockServer(mock, { upstream, minGapMs: 0 });
  onTestFinished(() => server.close());
  return server;
}

function ask(url: string) {
  const headers = {
    authorization: 'Bearer sk-very-secret-0123456789',
    'accept-encoding': 'br',
  };
  return askWithHttp(url + path, { body, headers });
}

describe('the recorder between a client and a provider', () => {
  test('passes on what comes, as it comes', async () => {
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-all', await startProvider(), file);
    const received = await ask(url);
    expect(received.chunks.map(String)).toEqual(chunks.map(String));
    expect(received.headers).toContainEqual(['set-cookie', 'secret=1']);
  });

  test('writes chunks and times, and asks for no encoding', async () => {
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-all', await startProvider(), file);
    await ask(url);
    const [exchange] = readCassettes(file)[0]?.exchanges ?? [];
    expect(exchange?.response.chunks.map(({ bytes }) => Buffer.from(bytes))).toEqual(
      chunks,
    );
    const times = exchange?.response.chunks.map(({ atMs = 0 }) => atMs) ?? [];
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(gapMs - 2);
    expect(exchange?.response.headers).toContainEqual(['x-request-id', 'req_identity']);
  });

  test('writes neither keys nor cookies', async () => {
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-all', await startProvider(), file);
    await ask(url);
    expect(readFileSync(file, 'utf8')).not.toMatch(/secret|cookie|authorization/i);
  });

  test('asks upstream only once for the same thing', async () => {
    let numAsked = 0;
    const upstream = await startUpstream((_, response) => {
      numAsked += 1;
      response.end('{}');
    });
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-missing', upstream, file);
    await ask(`${url}/s/one`);
    await ask(`${url}/s/two`);
    expect(numAsked).toBe(1);
    expect(readCassettes(file)[0]?.exchanges).toHaveLength(1);
  });

  test('replays what it has written', async () => {
    const file = join(temporaryFolder(), 'tape.yaml');
    const recorder = await startRecorder('record-all', await startProvider(), file);
    await ask(recorder.url);
    const mock = new Mock({ cassettes: readCassettes(file) });
    const player = await startMockServer(mock, { minGapMs: 0 });
    onTestFinished(() => player.close());
    const received = await ask(player.url);
    expect(received.chunks.map(String)).toEqual(chunks.map(String));
  });

  test('records that a provider broke off', async () => {
    const upstream = await startUpstream((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n', () => setTimeout(() => response.destroy(), gapMs));
    });
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-all', upstream, file);
    const received = await ask(url);
    expect(received.error).toBeDefined();
    await expect
      .poll(() => readCassettes(file)[0]?.exchanges[0]?.response.end)
      .toBe('close');
  });

  test('says so where the provider cannot be reached', async () => {
    const file = join(temporaryFolder(), 'tape.yaml');
    const { url } = await startRecorder('record-all', 'http://127.0.0.1:9', file);
    const received = await ask(url);
    expect(received.status).toBe(502);
    expect(Buffer.concat(received.chunks).toString()).toContain('ECONNREFUSED');
  });
});

describe('the fetch that records', () => {
  test('keeps what the caller reads', async () => {
    const upstream = await startProvider();
    const mock = new Mock({ mode: 'record-all' });
    const recording = createFetch(mock, { upstream: fetch });
    const response = await recording(upstream + path, { method: 'POST', body });
    expect(Buffer.concat(await readChunks(response))).toEqual(Buffer.concat(chunks));
    const [exchange] = mock.recorded;
    expect(exchange?.request?.url).toBe(upstream + path);
    expect(exchange?.response.chunks.map(({ bytes }) => Buffer.from(bytes))).toEqual(
      chunks,
    );
  });

  test('needs a fetch to ask upstream', async () => {
    const mockFetch = createFetch(new Mock({ mode: 'passthrough' }));
    await expect(mockFetch('http://x')).rejects.toThrow(/needs a fetch to ask upstream/);
  });
});
