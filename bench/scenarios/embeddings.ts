import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { embed } from '../load/embeddings-client.ts';
import { randomNumbers } from '../load/random.ts';
import { median } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const numInputs = 64;
const numTokens = 32;
const numSlots = 8;
const seed = 1;

/** Of the vocabulary of BERT: what a text comes between, and where common words begin. */
const tokens = { begin: 101, end: 102, firstWord: 2000, numWords: 20_000 };

/** How fast are texts turned into vectors, many at once and one alone? */
export function scenarios(size: Size): readonly Scenario[] {
  const numRequests = size === 'full' ? 16 : 2;
  return [
    {
      name: 'embeddings',
      title: `${numRequests} requests of ${numInputs} texts of ${numTokens} tokens, then ${numRequests} of one`,
      question:
        'How fast are texts turned into vectors, many in a request and one alone?',
      bound:
        'The arithmetic of a small encoder, which all share; then how many texts share a pass ' +
        'over its weights.',
      model: 'sized-bert',
      seeds: [seed],
      metrics: [
        { name: 'many', unit: 'tokens/s', better: 'higher' },
        { name: 'one', unit: 'ms', better: 'lower' },
      ],
      contenders: onServers(
        { numSlots, contextSize: numSlots * 512 },
        (server) => load(server, numRequests),
        {
          flags: ['--embeddings'],
          tunedFlags: ['--kv-unified', '--batch-size', '2048', '--ubatch-size', '2048'],
        },
      ),
    },
  ];
}

async function load(server: Server, numRequests: number) {
  const random = randomNumbers(seed);
  const text = () => [
    tokens.begin,
    ...Array.from(
      { length: numTokens - 2 },
      () => tokens.firstWord + Math.floor(random() * tokens.numWords),
    ),
    tokens.end,
  ];
  const texts = () => Array.from({ length: numInputs }, text);
  await embed(server, texts());
  const startedAt = performance.now();
  for (let i = 0; i < numRequests; i++) await embed(server, texts());
  const seconds = (performance.now() - startedAt) / 1000;
  const alone: number[] = [];
  for (let i = 0; i < numRequests; i++) alone.push(await embed(server, [text()]));
  return {
    many: (numRequests * numInputs * numTokens) / seconds,
    one: median(alone),
  };
}
