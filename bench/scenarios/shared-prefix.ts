import { answerOf, randomPrompt } from '../prompts.ts';
import type { Contender } from '../contender.ts';
import type { Metric, Scenario } from '../scenario.ts';
import { streamCompletion } from '../stream-client.ts';

const numClients = 8;
const numShared = 1024;
const numOwn = 16;
const maxTokens = 16;

const shared = randomPrompt(1, numShared);
const needs = {
  numSlots: numClients,
  contextSize: numClients * (numShared + numOwn + maxTokens + 32),
};
const metrics: readonly Metric[] = [
  { name: 'all answered', unit: 's', better: 'lower' },
  { name: 'last first token', unit: 's', better: 'lower' },
];

function askClient(contender: Contender, client: number) {
  return streamCompletion(
    contender,
    answerOf([...shared, ...randomPrompt(100 + client, numOwn)], maxTokens),
  );
}

async function askAll(contender: Contender): Promise<Record<string, number>> {
  const startedAt = performance.now();
  const clients = Array.from({ length: numClients }, (_, client) => client);
  const results = await Promise.all(
    clients.map((client) => askClient(contender, client)),
  );
  return {
    'all answered': (performance.now() - startedAt) / 1000,
    'last first token': Math.max(...results.map((result) => result.firstTokenMs)) / 1000,
  };
}

/** Many clients of one application: the same long system prompt, then something of their own. */
export const sharedPrefixScenarios: readonly Scenario[] = [
  {
    name: 'shared-prefix-cold',
    title: `${numClients} clients at once with the same ${numShared} tokens first, nothing cached`,
    model: 'sized',
    needs,
    metrics,
    run: askAll,
  },
  {
    name: 'shared-prefix-primed',
    title: `The same ${numClients} clients, after one was answered`,
    model: 'sized',
    needs,
    metrics,
    async run(contender) {
      await askClient(contender, numClients);
      return askAll(contender);
    },
  },
];
