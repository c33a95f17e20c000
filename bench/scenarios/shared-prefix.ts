import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const numClients = 8;
const numOwn = 16;
const maxTokens = 16;
const sharedSeed = 1;
const ownSeed = 100;

/** Many clients of one application: the same long system prompt, then something of their own. */
export function scenarios(size: Size): readonly Scenario[] {
  const numShared = size === 'quick' ? 192 : 1024;
  const shared = randomPrompt(sharedSeed, numShared);
  const needs = {
    numSlots: numClients,
    contextSize: numClients * (numShared + numOwn + maxTokens + 32),
  };

  const askClient = (server: Server, client: number) =>
    streamCompletion(
      server,
      answerOf([...shared, ...randomPrompt(ownSeed + client, numOwn)], maxTokens),
    );

  const askAll = async (server: Server) => {
    const startedAt = performance.now();
    const clients = Array.from({ length: numClients }, (_, client) => client);
    const results = await Promise.all(clients.map((client) => askClient(server, client)));
    return {
      'all answered': (performance.now() - startedAt) / 1000,
      'last first token':
        Math.max(...results.map((result) => result.firstTokenMs)) / 1000,
    };
  };

  const same = {
    model: 'sized',
    seeds: [sharedSeed, ownSeed],
    metrics: [
      { name: 'all answered', unit: 's', better: 'lower' },
      { name: 'last first token', unit: 's', better: 'lower' },
    ],
  } as const;
  return [
    {
      ...same,
      name: 'shared-prefix-cold',
      title: `${numClients} clients at once with the same ${numShared} tokens first, nothing cached`,
      question: 'Many clients begin with the same long prompt at once: is it read once?',
      bound:
        'Reading prompts is what takes the time, so the ratio is about how often the common part ' +
        'is read; it could reach the number of clients for a prefix much longer than the rest.',
      contenders: onServers(needs, askAll),
    },
    {
      ...same,
      name: 'shared-prefix-primed',
      title: `The same ${numClients} clients with ${numShared} tokens in common, after one was answered`,
      question: 'The same clients after one was answered: does anybody read it again?',
      bound:
        'With the common part in the cache only the few tokens of each are left, and the answers; ' +
        'a server that keeps a prefix in one slot reads it again for all others.',
      contenders: onServers(needs, async (server) => {
        await askClient(server, numClients);
        return askAll(server);
      }),
    },
  ];
}
