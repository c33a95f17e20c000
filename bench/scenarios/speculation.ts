import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import { quantile } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const probableSeed = 1;
const drawnSeed = 2;

/** Tokens that are computed ahead: what they win where they are right, and cost where they are not. */
export function scenarios(size: Size): readonly Scenario[] {
  const maxTokens = size === 'quick' ? 64 : 256;
  const numAnswers = size === 'quick' ? 1 : 3;
  return [
    {
      name: 'speculation',
      title: `Answers of ${maxTokens} tokens, one after the other: ${numAnswers} that take the most probable token, ${numAnswers} drawn at random`,
      question:
        'An answer repeats what was said: how much sooner does it come? And what does looking ' +
        'for that cost the others?',
      bound:
        'Random weights that take the most probable token repeat themselves in part, more than ' +
        'real answers do, but for files that are written again with changes. On a CPU several ' +
        'tokens of one answer cost nearly as much as one after the other. Answers drawn at ' +
        'random repeat nothing; there it can only lose. llama-server tuned has its look-up of ' +
        'n-grams switched on.',
      model: 'sized',
      seeds: [probableSeed, drawnSeed],
      metrics: [
        { name: 'most probable tokens', unit: 'tokens/s', better: 'higher' },
        { name: 'drawn at random', unit: 'tokens/s', better: 'higher' },
      ],
      contenders: onServers(
        { numSlots: 1, contextSize: 1024 },
        async (server) => {
          const rates = async (seed: number, changes: object) => {
            const found: number[] = [];
            for (let i = 0; i < numAnswers; i++) {
              const request = answerOf(randomPrompt(seed + 10 * i, 40), maxTokens);
              found.push(await decodeRate(server, { ...request, ...changes }));
            }
            return quantile(found, 0.5);
          };
          return {
            'most probable tokens': await rates(probableSeed, { temperature: 0 }),
            'drawn at random': await rates(drawnSeed, {}),
          };
        },
        {
          variant: { name: 'samewire, n-grams', flags: ['--speculation', 'ngram'] },
          tunedFlags: ['--spec-type', 'ngram-simple'],
        },
      ),
    },
  ];
}

async function decodeRate(server: Server, request: object): Promise<number> {
  const { numTokens, totalMs, firstTokenMs } = await streamCompletion(server, request);
  return (1000 * (numTokens - 1)) / (totalMs - firstTokenMs);
}
