import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answerOf, randomPrompt } from '../prompts.ts';
import type { Scenario } from '../scenario.ts';
import { streamCompletion } from '../stream-client.ts';

const maxTokens = 96;

/** Another program keeps one core busy: what is left of a single stream? */
export const busyNeighbourScenario: Scenario = {
  name: 'busy-neighbour',
  title: 'One stream beside a program that keeps a core busy',
  model: 'sized',
  needs: { numSlots: 1, contextSize: 512 },
  metrics: [
    { name: 'alone', unit: 'tokens/s', better: 'higher' },
    { name: 'beside a busy program', unit: 'tokens/s', better: 'higher' },
  ],
  async run(contender) {
    const decodeRate = async (seed: number) => {
      const { numTokens, totalMs, firstTokenMs } = await streamCompletion(
        contender,
        answerOf(randomPrompt(seed, 20), maxTokens),
      );
      return (1000 * (numTokens - 1)) / (totalMs - firstTokenMs);
    };
    const alone = await decodeRate(1);
    const neighbour = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
    await once(neighbour, 'spawn');
    try {
      return { alone, 'beside a busy program': await decodeRate(2) };
    } finally {
      neighbour.kill('SIGKILL');
      await once(neighbour, 'exit');
    }
  },
};
