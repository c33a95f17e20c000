import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onServers } from '../contenders/on-servers.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const aloneSeed = 1;
const besideSeed = 2;

/** Another program keeps one core busy: what is left of a single stream? */
export function scenarios(size: Size): readonly Scenario[] {
  const maxTokens = size === 'quick' ? 32 : 96;
  return [
    {
      name: 'busy-neighbour',
      title: `One stream of ${maxTokens} tokens beside a program that keeps a core busy`,
      question: 'Another program keeps a core busy: what is left of a stream?',
      bound:
        'Threads that compute a step wait for one another by turning in circles. As soon as ' +
        'another program takes a core, the others wait for the one it stopped.',
      model: 'sized',
      seeds: [aloneSeed, besideSeed],
      metrics: [
        { name: 'beside a busy program', unit: 'tokens/s', better: 'higher' },
        { name: 'alone', unit: 'tokens/s', better: 'higher' },
      ],
      contenders: onServers({ numSlots: 1, contextSize: 512 }, async (server) => {
        const decodeRate = async (seed: number) => {
          const { numTokens, totalMs, firstTokenMs } = await streamCompletion(
            server,
            answerOf(randomPrompt(seed, 20), maxTokens),
          );
          return (1000 * (numTokens - 1)) / (totalMs - firstTokenMs);
        };
        const alone = await decodeRate(aloneSeed);
        const neighbour = spawn(process.execPath, ['-e', 'for (;;);'], {
          stdio: 'ignore',
        });
        await once(neighbour, 'spawn');
        try {
          return { alone, 'beside a busy program': await decodeRate(besideSeed) };
        } finally {
          neighbour.kill('SIGKILL');
          await once(neighbour, 'exit');
        }
      }),
    },
  ];
}
