import { answerOf, randomPrompt } from '../prompts.ts';
import type { Scenario } from '../scenario.ts';
import { streamCompletion } from '../stream-client.ts';

const numStreams = 4;
const numPromptTokens = 2500;
/** Long enough that every stream still runs when the prompt has been read. */
const maxTokens = 220;

/** A long prompt arrives while others are being answered: how long do they stand still? */
export const longPromptScenario: Scenario = {
  name: 'long-prompt',
  title: `A prompt of ${numPromptTokens} tokens arrives beside ${numStreams} streams`,
  model: 'sized',
  needs: {
    numSlots: numStreams + 1,
    contextSize: (numStreams + 1) * (numPromptTokens + 256),
  },
  metrics: [
    { name: 'longest gap of a stream', unit: 'ms', better: 'lower' },
    { name: 'first token of the long prompt', unit: 's', better: 'lower' },
  ],
  async run(contender) {
    const streams = Array.from({ length: numStreams }, (_, stream) =>
      streamCompletion(contender, answerOf(randomPrompt(stream, 20), maxTokens)),
    );
    // It arrives when every stream has had time for some tokens, however fast the machine is.
    await streamCompletion(contender, answerOf(randomPrompt(50, 20), 20));
    const sentAt = performance.now();
    const long = await streamCompletion(
      contender,
      answerOf(randomPrompt(9, numPromptTokens), 1),
    );
    const answeredAt = sentAt + long.firstTokenMs;
    const results = await Promise.all(streams);
    const gaps = results.map(({ arrivals }) => longestGap(arrivals, sentAt, answeredAt));
    return {
      'longest gap of a stream': Math.max(...gaps),
      'first token of the long prompt': long.firstTokenMs / 1000,
    };
  },
};

/** The longest time without text that overlaps a span of time. */
function longestGap(arrivals: readonly number[], from: number, to: number): number {
  let longest = 0;
  for (const [index, arrival] of arrivals.entries()) {
    const before = arrivals[index - 1];
    if (before === undefined || arrival < from || before > to) continue;
    longest = Math.max(longest, arrival - before);
  }
  return longest;
}
