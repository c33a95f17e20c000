import { setTimeout as delay } from 'node:timers/promises';
import { onServers } from '../contenders/on-servers.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import { median } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

/** About a sentence, with what a template puts around it. */
const turnLengths = [32, 40, 48, 56];
const answerLength = 8;
/** Who reads an answer writes nothing for a while. */
const thinkingMs = 1000;
const pastSeed = 70;
const turnSeed = 80;

/** A long chat goes on. */
export function scenarios(size: Size): readonly Scenario[] {
  const pastLength = size === 'quick' ? 400 : 2000;
  const past = randomPrompt(pastSeed, pastLength);
  const mean = turnLengths.reduce((sum, length) => sum + length, 0) / turnLengths.length;
  return [
    {
      name: 'next-turn',
      title: `Turns of about ${mean} tokens, one by one, after a talk of ${pastLength}`,
      question: 'A long chat goes on: how soon does the answer to the next turn begin?',
      bound:
        'The talk is in the KV cache, so only the turn is read. ' +
        'On a CPU attention computes a few rows one by one and 64 of them together, ' +
        'which is sooner done where they look at a long past.',
      model: 'sized',
      seeds: [pastSeed, turnSeed],
      metrics: [{ name: 'first token', unit: 'ms', better: 'lower' }],
      contenders: onServers(
        { numSlots: 1, contextSize: pastLength + 512 },
        async (server) => {
          const talk = [...past];
          await streamCompletion(server, answerOf(talk, answerLength));
          const firstTokens: number[] = [];
          for (const [turn, length] of turnLengths.entries()) {
            await delay(thinkingMs);
            talk.push(...randomPrompt(turnSeed + turn, length));
            const answer = await streamCompletion(server, answerOf(talk, answerLength));
            firstTokens.push(answer.firstTokenMs);
          }
          return { 'first token': median(firstTokens) };
        },
      ),
    },
  ];
}
