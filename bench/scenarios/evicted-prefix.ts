import type { Contender } from '../contender.ts';
import { answerOf, randomPrompt } from '../prompts.ts';
import type { Scenario } from '../scenario.ts';
import { streamCompletion } from '../stream-client.ts';

const numShared = 1000;
const numOwn = 16;
const maxTokens = 2;
/** Others that take all cells in the meantime, twice over. */
const numOthers = 4;

const shared = randomPrompt(1, numShared);

async function firstTokenMs(contender: Contender, prompt: readonly number[]) {
  const { firstTokenMs: ms } = await streamCompletion(
    contender,
    answerOf(prompt, maxTokens),
  );
  return ms;
}

/** A long beginning that comes back after others have had all the room. */
export const evictedPrefixScenario: Scenario = {
  name: 'evicted-prefix',
  title: `${numShared} tokens that were asked with before, and lost their room to others since`,
  model: 'sized',
  needs: { numSlots: 2, contextSize: 2048 },
  metrics: [
    { name: 'first time', unit: 'ms', better: 'lower' },
    { name: 'after others', unit: 'ms', better: 'lower' },
  ],
  async run(contender) {
    const ask = (client: number) =>
      firstTokenMs(contender, [...shared, ...randomPrompt(100 + client, numOwn)]);
    const first = await ask(0);
    for (let other = 0; other < numOthers; other++)
      await firstTokenMs(contender, randomPrompt(200 + other, numShared));
    return { 'first time': first, 'after others': await ask(1) };
  },
};
