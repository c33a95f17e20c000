import { onServers } from '../contenders/on-servers.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

const numStreams = 4;
const longSeed = 9;
const shortSeed = 50;

/** A long prompt arrives while others are being answered: how long do they stand still? */
export function scenarios(size: Size): readonly Scenario[] {
  const numPromptTokens = size === 'quick' ? 600 : 2500;
  // Long enough that every stream still runs when the prompt has been read.
  const maxTokens = size === 'quick' ? 80 : 220;
  return [
    {
      name: 'long-prompt',
      title: `A prompt of ${numPromptTokens} tokens arrives beside ${numStreams} streams`,
      question: 'A long prompt arrives: how long do the streams that run stand still?',
      bound:
        'Who reads the prompt in larger pieces reads it sooner and stops the streams longer. ' +
        'samewire chooses the pieces so that a step takes about 300 ms, ' +
        'though never so small that the step itself costs more than what it reads.',
      model: 'sized',
      seeds: [longSeed, shortSeed],
      metrics: [
        { name: 'longest gap of a stream', unit: 'ms', better: 'lower' },
        { name: 'first token of the long prompt', unit: 's', better: 'lower' },
      ],
      contenders: onServers(
        {
          numSlots: numStreams + 1,
          contextSize: (numStreams + 1) * (numPromptTokens + 256),
        },
        async (server) => {
          const streams = Array.from({ length: numStreams }, (_, stream) =>
            streamCompletion(server, answerOf(randomPrompt(stream, 20), maxTokens)),
          );
          // It arrives when every stream has had time for some tokens, however fast the machine is.
          await streamCompletion(server, answerOf(randomPrompt(shortSeed, 20), 20));
          const sentAt = performance.now();
          const long = await streamCompletion(
            server,
            answerOf(randomPrompt(longSeed, numPromptTokens), 1),
          );
          const answeredAt = sentAt + long.firstTokenMs;
          const results = await Promise.all(streams);
          const gaps = results.map(({ arrivals }) =>
            longestGap(arrivals, sentAt, answeredAt),
          );
          return {
            'longest gap of a stream': Math.max(...gaps),
            'first token of the long prompt': long.firstTokenMs / 1000,
          };
        },
      ),
    },
  ];
}

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
