// What serving costs beside HTTP itself: a chat of one token over an engine that costs next
// to nothing, and a bare Fastify route that reads and writes bodies of the same size. The
// client is a thread of its own. The two take turns, so that both see the same machine.
//
//   npm run bench:overhead --workspace packages/server -- [requests] [connections]

import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import Fastify, { type FastifyInstance } from 'fastify';
import { askAll, type ClientTask } from './keep-alive-client.ts';

const rounds = 12;

const body = JSON.stringify({
  model: 'bench',
  max_tokens: 1,
  messages: [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'Say hello in one short sentence, please.' },
  ],
});

interface Measure {
  readonly requestsPerSecond: number;
  readonly requestsPerCoreSecond: number;
}

async function measure(
  server: FastifyInstance,
  numRequests: number,
  numConnections: number,
): Promise<Measure> {
  const { port } = new URL(server.listeningOrigin);
  const task: ClientTask = { port: Number(port), numConnections, numRequests, body };
  const client = new Worker(new URL(import.meta.url), { workerData: task });
  await once(client, 'message');
  const cpuBefore = process.threadCpuUsage();
  const startedAt = performance.now();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
  client.postMessage('go');
  await once(client, 'message');
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return {
    requestsPerSecond: numRequests / seconds,
    requestsPerCoreSecond: numRequests / ((user + system) / 1e6),
  };
}

async function compare(numRequests: number, numConnections: number): Promise<void> {
  const whole = await buildServer({
    engine: new FakeEngine({ reply: () => ['Hello'] }),
    config: { model: { id: 'bench' } },
  });
  const bare = Fastify();
  const answer = await whole.inject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { 'content-type': 'application/json' },
    payload: body,
  });
  const completion: unknown = answer.json();
  bare.post('/v1/chat/completions', () => completion);
  for (const server of [whole, bare]) await server.listen({ port: 0, host: '127.0.0.1' });

  const ofWhole: Measure[] = [];
  const ofBare: Measure[] = [];
  for (let round = 0; round < rounds; round++) {
    ofBare.push(await measure(bare, numRequests, numConnections));
    ofWhole.push(await measure(whole, numRequests, numConnections));
  }
  // Others on the machine only ever make a round slower, so the best one tells most.
  for (const unit of ['requestsPerSecond', 'requestsPerCoreSecond'] as const) {
    const best = Math.max(...ofWhole.map((measured) => measured[unit]));
    const bestBare = Math.max(...ofBare.map((measured) => measured[unit]));
    console.log(
      `${unit}: samewire ${Math.round(best)}, bare Fastify ${Math.round(bestBare)}: ` +
        `${Math.round((best / bestBare) * 100)} % (best of ${rounds} rounds)`,
    );
  }
  for (const server of [whole, bare]) await server.close();
}

/* oxlint-disable unicorn/require-post-message-target-origin -- no windows here */
if (isMainThread) {
  const [numRequests = '3000', numConnections = '16'] = process.argv.slice(2);
  await compare(Number(numRequests), Number(numConnections));
} else if (parentPort !== null) {
  parentPort.postMessage('ready');
  await once(parentPort, 'message');
  await askAll(workerData);
  parentPort.postMessage('done');
}
