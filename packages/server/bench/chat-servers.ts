// The two servers that one-token-chat.ts compares, each in a process of its own:
//
//   chat-servers.ts samewire | bare ANSWER

import { FakeEngine } from '@samewire/engine/testing';
import { buildServer } from '@samewire/server';
import Fastify, { type FastifyInstance } from 'fastify';

/** The whole of samewire over an engine that costs next to nothing. */
async function samewire(): Promise<FastifyInstance> {
  const engine = new FakeEngine({
    reply: () => {
      // What it keeps for tests to look at would grow without end here.
      engine.requests.length = 0;
      return ['Hello'];
    },
  });
  return buildServer({ engine, config: { model: { id: 'bench' } } });
}

/** A route that reads JSON and answers with JSON. */
function bare(answer: string): FastifyInstance {
  const completion: unknown = JSON.parse(answer);
  const server = Fastify();
  server.post('/v1/chat/completions', () => completion);
  return server;
}

const [kind, answer = ''] = process.argv.slice(2);
const server = kind === 'samewire' ? await samewire() : bare(answer);
await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.(Number(new URL(server.listeningOrigin).port));
// Whoever asks gets the time that all threads have worked, in microseconds.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on('disconnect', () => process.exit());
