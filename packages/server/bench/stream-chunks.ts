// How many chunks a second the server can push on one core, with an engine that costs
// next to nothing. The client is a thread that only counts bytes.
//
//   npm run bench --workspace packages/server -- [streams] [tokens]

import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { buildServer } from '@samewire/server';
import { SteppingEngine } from './stepping-engine.ts';

interface ClientTask {
  readonly port: number;
  readonly numStreams: number;
  readonly body: string;
}

async function measure(numStreams: number, numTokens: number): Promise<void> {
  const engine = new SteppingEngine(numTokens);
  const server = await buildServer({ engine, config: { model: { id: 'bench' } } });
  const { port } = new URL(await server.listen({ port: 0 }));
  const body = JSON.stringify({
    model: 'bench',
    stream: true,
    messages: [{ role: 'user', content: 'go' }],
  });
  const task: ClientTask = { port: Number(port), numStreams, body };

  for (let round = 0; round < 4; round++) {
    const cpuBefore = process.threadCpuUsage();
    const startedAt = performance.now();
    const client = new Worker(new URL(import.meta.url), { workerData: task });
    const [numBytes] = await once(client, 'message');
    const seconds = (performance.now() - startedAt) / 1000;
    const { user, system } = process.threadCpuUsage(cpuBefore);
    const cpuSeconds = (user + system) / 1e6;
    const numChunks = numStreams * numTokens;
    console.log(
      `${numStreams} streams × ${numTokens} tokens: ` +
        `${Math.round(numChunks / seconds)} chunks/s, ` +
        `${Math.round(numChunks / cpuSeconds)} chunks per core-second, ` +
        `${((cpuSeconds * 1e6) / numChunks).toFixed(2)} µs each, ` +
        `${Math.round(Number(numBytes) / numChunks)} bytes each`,
    );
  }
  await server.close();
}

/** Opens all streams at once and counts what comes. */
async function countBytes({ port, numStreams, body }: ClientTask): Promise<number> {
  const request =
    'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n' +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const counts = Array.from({ length: numStreams }, async () => {
    let numBytes = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (data) => (numBytes += data.length));
    await once(socket, 'close');
    return numBytes;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

if (isMainThread) {
  const [numStreams = '32', numTokens = '2000'] = process.argv.slice(2);
  await measure(Number(numStreams), Number(numTokens));
} else {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  parentPort?.postMessage(await countBytes(workerData));
}
