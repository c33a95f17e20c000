import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const numOwn = 16;
const maxTokens = 2;
/** Others that take all cells in the meantime, twice over. */
const numOthers = 4;
const sharedSeed = 1;
const ownSeed = 100;
const otherSeed = 200;

/** A long beginning that comes back after others have had all the room. */
export function scenarios(size: Size): readonly Scenario[] {
  const numShared = size === 'quick' ? 200 : 1000;
  const shared = randomPrompt(sharedSeed, numShared);
  const ask = (server: Server, client: number) =>
    firstTokenMs(server, [...shared, ...randomPrompt(ownSeed + client, numOwn)]);
  return [
    {
      name: 'evicted-prefix',
      title: `${numShared} tokens that were asked with before, and lost their room to others since`,
      question: 'A long beginning whose room went to others: is it computed again?',
      bound:
        'Copying the tokens from RAM takes about a hundredth of computing them; what is left is ' +
        'the computing of the new ones. With `-- --cache-ram-bytes 0` samewire computes all.',
      model: 'sized',
      seeds: [sharedSeed, ownSeed, otherSeed],
      metrics: [
        { name: 'first time', unit: 'ms', better: 'lower' },
        { name: 'after others', unit: 'ms', better: 'lower' },
      ],
      contenders: onServers(
        { numSlots: 2, contextSize: 2 * (numShared + 24) },
        async (server) => {
          const first = await ask(server, 0);
          for (let other = 0; other < numOthers; other++)
            await firstTokenMs(server, randomPrompt(otherSeed + other, numShared));
          return { 'first time': first, 'after others': await ask(server, 1) };
        },
      ),
    },
  ];
}

async function firstTokenMs(server: Server, prompt: readonly number[]): Promise<number> {
  const answer = await streamCompletion(server, answerOf(prompt, maxTokens));
  return answer.firstTokenMs;
}
