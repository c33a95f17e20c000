import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { answer, randomWords } from '../load/prompts.ts';
import { streamChat } from '../load/stream-client.ts';
import { quantile } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const systemSeed = 1;
const userSeed = 100;
const answerSeed = 1000;

/** An agent and its model, turn after turn. */
export function scenarios(size: Size): readonly Scenario[] {
  const numTurns = size === 'quick' ? 5 : 20;
  const numSystemWords = size === 'quick' ? 200 : 800;
  const numTurnWords = 60;
  return [
    {
      name: 'agent-loop',
      title: `${numTurns} turns of ${2 * numTurnWords} words after a system prompt of ${numSystemWords}, on a hybrid model whose template takes the reasoning out of the history`,
      question:
        'An agent on a hybrid model asks turn after turn: is the history read again each time?',
      bound:
        'A state cannot be cut like a KV cache: who has not kept one from before the place where ' +
        'the history changed reads everything again. What is left at best is the new turn.',
      model: 'sized-hybrid',
      seeds: [systemSeed, userSeed, answerSeed],
      metrics: [
        { name: 'first token, median of the turns', unit: 'ms', better: 'lower' },
        { name: 'first token of the last turn', unit: 'ms', better: 'lower' },
        { name: 'all turns', unit: 's', better: 'lower' },
      ],
      contenders: onServers(
        // Several times the conversation at its end, as a server would have it.
        { numSlots: 2, contextSize: 16_384 },
        async (server) => {
          const startedAt = performance.now();
          const firstTokens = await loop(server, {
            numTurns,
            numSystemWords,
            numTurnWords,
          });
          return {
            // The first turn reads the system prompt, whoever answers.
            'first token, median of the turns': quantile(firstTokens.slice(1), 0.5),
            'first token of the last turn': firstTokens.at(-1) ?? Number.NaN,
            'all turns': (performance.now() - startedAt) / 1000,
          };
        },
      ),
    },
  ];
}

interface Loop {
  readonly numTurns: number;
  readonly numSystemWords: number;
  readonly numTurnWords: number;
}

async function loop(
  server: Server,
  { numTurns, numSystemWords, numTurnWords }: Loop,
): Promise<number[]> {
  const messages = [{ role: 'system', content: randomWords(systemSeed, numSystemWords) }];
  const firstTokens: number[] = [];
  for (let turn = 0; turn < numTurns; turn++) {
    messages.push({ role: 'user', content: randomWords(userSeed + turn, numTurnWords) });
    const { firstTokenMs } = await streamChat(server, { messages, ...answer(8) });
    firstTokens.push(firstTokenMs);
    // Not what the model said, which would be of another length for each contender.
    const content = randomWords(answerSeed + turn, numTurnWords);
    messages.push({ role: 'assistant', content });
  }
  return firstTokens;
}
