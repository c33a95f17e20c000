import { onServers } from '../contenders/on-servers.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const numRequests = 8;

/** More work than the KV cache holds: does everybody get an answer? */
export function scenarios(size: Size): readonly Scenario[] {
  const numPromptTokens = size === 'quick' ? 90 : 600;
  const maxTokens = size === 'quick' ? 60 : 400;
  const numAtEnd = numPromptTokens + maxTokens;
  // Half of what all of them need at their end.
  const numCells = (numRequests * numAtEnd) / 2;
  return [
    {
      name: 'crowded-cache',
      title: `${numRequests} requests that grow to ${numAtEnd} tokens in a cache of ${numCells}`,
      question: 'More work than the KV cache holds: does everybody get an answer?',
      bound:
        'A server that divides its cache into equal parts cannot serve a request that outgrows ' +
        'one; a server with one pool runs out of it. samewire lets some wait, and computes again ' +
        'what it had to give up: beside a cache with room for all shows what that costs.',
      model: 'sized',
      seeds: Array.from({ length: numRequests }, (_, request) => request),
      metrics: [
        { name: 'answered in full', unit: '%', better: 'higher' },
        { name: 'generated', unit: 'tokens/s', better: 'higher' },
      ],
      contenders: onServers(
        { numSlots: numRequests, contextSize: numCells },
        async (server) => {
          const startedAt = performance.now();
          const answers = await Promise.allSettled(
            Array.from({ length: numRequests }, (_, request) =>
              streamCompletion(
                server,
                answerOf(randomPrompt(request, numPromptTokens), maxTokens),
              ),
            ),
          );
          const seconds = (performance.now() - startedAt) / 1000;
          const numTokens = answers.map((answer) =>
            answer.status === 'fulfilled' ? answer.value.numTokens : 0,
          );
          return {
            'answered in full':
              (100 * numTokens.filter((count) => count === maxTokens).length) /
              numRequests,
            generated: numTokens.reduce((sum, count) => sum + count, 0) / seconds,
          };
        },
        {
          variant: {
            name: 'samewire, room for all',
            flags: ['--ctx-size', String(3 * numCells)],
          },
        },
      ),
    },
  ];
}
