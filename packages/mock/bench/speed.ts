/**
 * The mock beside a bare `node:http` server, each in a process of its own, and beside aimock
 * where AIMOCK names the folder of its package. Ratios count: the machine's own speed differs.
 *
 *     node --conditions=@samewire/source packages/mock/bench/speed.ts
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Mock, type RecordedResponse } from '@samewire/mock';
import { startMockServer } from '@samewire/mock/server';

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
  ],
});
const event = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hello ' } }] })}\n\n`;
const events = Array.from({ length: 100 }, () => event);
const [, , kind] = process.argv;

if (kind === undefined) await compare();
else process.send?.(await start(kind));

/** Starts a server of a kind in this process; resolves with its base URL. */
async function start(name: string): Promise<string> {
  if (name === 'aimock') return startAimock();
  if (name === 'raw') return startRaw();
  const json: RecordedResponse = {
    status: 200,
    headers: [['content-type', 'application/json']],
    chunks: [{ bytes: Buffer.from(answer) }],
  };
  const stream: RecordedResponse = {
    status: 200,
    headers: [['content-type', 'text/event-stream']],
    chunks: events.map((text) => ({ bytes: Buffer.from(text) })),
  };
  const exchanges = [false, true].map((isStream) => ({
    request: {
      method: 'POST',
      url: '/v1/chat/completions',
      headers: [],
      body: Buffer.from(bodyOf(isStream)),
    },
    response: isStream ? stream : json,
  }));
  const mock = new Mock({ cassettes: [{ exchanges }], repeat: 'last' });
  return (await startMockServer(mock, { joinChunks: true })).url;
}

async function answerRaw(
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const { stream } = JSON.parse(Buffer.concat(chunks).toString()) as {
    stream: boolean;
  };
  response.writeHead(200, {
    'content-type': stream ? 'text/event-stream' : 'application/json',
  });
  if (stream) for (const text of events) response.write(text);
  response.end(stream ? undefined : answer);
}

async function startRaw(): Promise<string> {
  const server = createServer((incoming, response) => void answerRaw(incoming, response));
  const listening = once(server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startAimock(): Promise<string> {
  const entry = pathToFileURL(join(process.env['AIMOCK'] ?? '', 'dist/index.js')).href;
  const { LLMock } = (await import(entry)) as {
    LLMock: new (options: object) => {
      onMessage: (text: string, response: object) => void;
      start: () => Promise<void>;
      url: string;
    };
  };
  const mock = new LLMock({ port: 0, chunkSize: 6, logLevel: 'silent' });
  mock.onMessage('Hi', { content: 'Hello '.repeat(98) });
  await mock.start();
  return mock.url;
}

function bodyOf(stream: boolean): string {
  return JSON.stringify({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    stream,
  });
}

async function compare(): Promise<void> {
  const kinds = [
    'raw',
    'mock',
    ...(process.env['AIMOCK'] === undefined ? [] : ['aimock']),
  ];
  const running = await Promise.all(kinds.map(startProcess));
  const rounds = 5;
  const results = new Map<string, number[][]>(kinds.map((name) => [name, []]));
  // One after the other, again and again: the machine's mood changes.
  for (let round = 0; round < rounds; round++)
    for (const { name, url } of running) results.get(name)?.push(await measure(url));
  for (const [name, all] of results) {
    const [json, stream, rate] = [0, 1, 2].map((index) =>
      median(all.map((row) => row[index] ?? 0)),
    );
    console.log(
      `${name.padEnd(7)} JSON p50 ${json?.toFixed(3)} ms  100 events p50 ${stream?.toFixed(3)} ms  ` +
        `64 at once ${rate?.toFixed(0)}/s`,
    );
  }
  for (const { child } of running) child.kill();
}

async function startProcess(
  name: string,
): Promise<{ name: string; url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), [name], {
    execArgv: ['--conditions=@samewire/source'],
  });
  const [url] = (await once(child, 'message')) as [string];
  return { name, url, child };
}

/** Median times of a JSON answer and of a stream, and answers a second with 64 in flight. */
async function measure(url: string): Promise<number[]> {
  const one = new Agent({ keepAlive: true, maxSockets: 1 });
  const many = new Agent({ keepAlive: true, maxSockets: 64 });
  const times = [];
  for (const stream of [false, true]) {
    const taken: number[] = [];
    for (let index = 0; index < 400; index++) taken.push(await ask(url, stream, one));
    times.push(median(taken.slice(100)));
  }
  const startedAtMs = performance.now();
  const numRequests = 3000;
  let numLeft = numRequests;
  const worker = async () => {
    while (numLeft-- > 0) await ask(url, false, many);
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  const perSecond = numRequests / ((performance.now() - startedAtMs) / 1000);
  one.destroy();
  many.destroy();
  return [...times, perSecond];
}

function ask(url: string, stream: boolean, agent: Agent): Promise<number> {
  const body = bodyOf(stream);
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}/v1/chat/completions`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (incoming) => {
        if (incoming.statusCode !== 200)
          reject(new Error(`status ${incoming.statusCode}`));
        incoming.resume().once('end', () => resolve(performance.now() - startedAtMs));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function median(values: readonly number[]): number {
  return (
    values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0
  );
}
