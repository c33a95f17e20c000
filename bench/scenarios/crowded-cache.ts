import { answerOf, randomPrompt } from '../prompts.ts';
import type { Scenario } from '../scenario.ts';
import { streamCompletion } from '../stream-client.ts';

const numRequests = 8;
const numPromptTokens = 600;
const maxTokens = 400;
/** Half of what all of them need at their end. */
const numCells = (numRequests * (numPromptTokens + maxTokens)) / 2;

/** More work than the KV cache holds: does everybody get an answer? */
export const crowdedCacheScenario: Scenario = {
  name: 'crowded-cache',
  title: `${numRequests} requests that grow to ${numPromptTokens + maxTokens} tokens in a cache of ${numCells}`,
  model: 'sized',
  needs: { numSlots: numRequests, contextSize: numCells },
  metrics: [
    { name: 'answered in full', unit: '%', better: 'higher' },
    { name: 'generated', unit: 'tokens/s', better: 'higher' },
  ],
  async run(contender) {
    const startedAt = performance.now();
    const answers = await Promise.allSettled(
      Array.from({ length: numRequests }, (_, request) =>
        streamCompletion(
          contender,
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
        (100 * numTokens.filter((count) => count === maxTokens).length) / numRequests,
      generated: numTokens.reduce((sum, count) => sum + count, 0) / seconds,
    };
  },
};
