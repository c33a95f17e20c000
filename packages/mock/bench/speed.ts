/**
 * The mock beside a bare `node:http` server, each in a process of its own, and beside aimock
 * where AIMOCK names the folder of its package. All in turns, again and again: ratios count, for
 * the machine's own speed differs. The packages are measured as they are published, so build first.
 *
 *     npm run build
 *     node packages/mock/bench/speed.ts [--out docs/benchmarks/mock.md]
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median, renderSpeed, type Samples } from './speed-page.ts';

const answer = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' },
  ],
});
const event = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'Hello ' } }] })}\n\n`;
const events = Array.from({ length: 100 }, () => event);
/** A program that does no more than listen and say where. */
const rawCommand = `import { createServer } from 'node:http';
const server = createServer(() => {});
server.listen(0, '127.0.0.1', () => {
  console.log(\`http://127.0.0.1:\${server.address().port}\`);
});`;

const kind = process.env['SPEED_OF'];

if (kind === undefined) await compare();
else {
  // What measures may have failed.
  process.once('disconnect', () => process.exit());
  const startedAtMs = performance.now();
  const usedBefore = process.cpuUsage();
  const url = await start(kind);
  const startMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(usedBefore);
  process.send?.({ url, startMs, startCpuMs: (user + system) / 1000 });
}

/** Starts a server of a kind in this process; resolves with its base URL. */
async function start(name: string): Promise<string> {
  if (name === 'aimock') return startAimock();
  if (name === 'raw') return startRaw();
  const { Mock } = await import('@samewire/mock');
  const { startMockServer } = await import('@samewire/mock/server');
  const json = {
    status: 200,
    headers: [['content-type', 'application/json']] as const,
    chunks: [{ bytes: Buffer.from(answer) }],
  };
  const stream = {
    status: 200,
    headers: [['content-type', 'text/event-stream']] as const,
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

/** As little as `node:http` can do: events, which cost less than an iterator, and a known length. */
function answerRaw(incoming: IncomingMessage, response: ServerResponse): void {
  const chunks: Uint8Array[] = [];
  incoming.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  incoming.once('end', () => {
    const { stream } = JSON.parse(Buffer.concat(chunks).toString()) as {
      stream: boolean;
    };
    if (!stream) {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(answer),
      });
      response.end(answer);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const text of events) response.write(text);
    response.end();
  });
}

async function startRaw(): Promise<string> {
  const { createServer } = await import('node:http');
  const server = createServer(answerRaw);
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

/** What a server's process says when it listens. */
interface Started {
  readonly url: string;
  readonly startMs: number;
  /** Time on a core, which a busy machine changes less. */
  readonly startCpuMs: number;
}

async function compare(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      rounds: { type: 'string', default: '9' },
    },
  });
  const kinds = [
    'raw',
    'mock',
    ...(process.env['AIMOCK'] === undefined ? [] : ['aimock']),
  ];
  const running = await Promise.all(kinds.map(startProcess));
  const samples: Record<string, Samples> = Object.fromEntries(
    kinds.map((name) => [
      name,
      {
        startMs: [],
        startCpuMs: [],
        commandMs: [],
        jsonMs: [],
        streamMs: [],
        perSecond: [],
      },
    ]),
  );
  for (let round = 0; round < Number(values.rounds); round++)
    for (const { name, url } of running) {
      const [jsonMs = 0, streamMs = 0, perSecond = 0] = await measure(url);
      const again = await startProcess(name);
      again.child.kill();
      const all = samples[name];
      all?.jsonMs.push(jsonMs);
      all?.streamMs.push(streamMs);
      all?.perSecond.push(perSecond);
      all?.startMs.push(again.startMs);
      all?.startCpuMs.push(again.startCpuMs);
      all?.commandMs.push(await timeCommand(name));
    }
  for (const { child } of running) child.kill();
  const page = await renderSpeed(samples);
  if (values.out === undefined) console.log(page);
  else writeFileSync(values.out, page);
}

async function startProcess(
  name: string,
): Promise<{ name: string; child: ChildProcess } & Started> {
  const child = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, SPEED_OF: name },
  });
  const [started] = (await once(child, 'message')) as [Started];
  return { name, child, ...started };
}

/** Milliseconds from the start of a server's command until it says where it listens. */
async function timeCommand(name: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'speed-'));
  const commands: Readonly<Record<string, readonly string[]>> = {
    raw: ['--input-type=module', '--eval', rawCommand],
    mock: [fileURLToPath(new URL('../dist/main.js', import.meta.url)), 'serve'],
    aimock: [
      join(process.env['AIMOCK'] ?? '', 'dist/cli.js'),
      '--port=0',
      `--fixtures=${folder}`,
    ],
  };
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, commands[name] ?? [], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const bytes of child.stdout) {
    said += String(bytes);
    if (said.includes('http://')) break;
  }
  const ms = performance.now() - startedAtMs;
  child.kill();
  rmSync(folder, { recursive: true });
  if (!said.includes('http://')) throw new Error(`${name} does not listen: ${said}`);
  return ms;
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
