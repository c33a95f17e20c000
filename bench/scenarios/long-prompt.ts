import { onServers } from '../contenders/on-servers.ts';
import { answerOf, randomPrompt } from '../load/prompts.ts';
import { type StreamResult, streamCompletion } from '../load/stream-client.ts';
import type { Scenario, Size } from '../scenario.ts';

/** Of prompts whose most probable answers, with the model of this scenario, are whole characters. */
const streamSeeds = [8, 9, 10, 11];
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
      title: `A prompt of ${numPromptTokens} tokens arrives beside ${streamSeeds.length} streams`,
      question: 'A long prompt arrives: how long do the streams that run stand still?',
      bound:
        'Who reads the prompt in larger pieces reads it sooner and stops the streams longer. ' +
        'samewire chooses the pieces so that a step takes about 300 ms, ' +
        'though never so small that the step itself costs more than what it reads.',
      model: 'sized',
      seeds: [...streamSeeds, longSeed, shortSeed],
      metrics: [
        { name: 'longest gap of a stream', unit: 'ms', better: 'lower' },
        { name: 'first token of the long prompt', unit: 's', better: 'lower' },
      ],
      contenders: onServers(
        {
          numSlots: streamSeeds.length + 1,
          contextSize: (streamSeeds.length + 1) * (numPromptTokens + 256),
        },
        async (server) => {
          const streams = streamSeeds.map((seed) =>
            streamCompletion(server, {
              ...answerOf(randomPrompt(seed, 20), maxTokens),
              temperature: 0,
            }),
          );
          // It arrives when every stream has had time for some tokens, however fast the machine is.
          await streamCompletion(server, answerOf(randomPrompt(shortSeed, 20), 20));
          const sentAt = performance.now();
          const long = await streamCompletion(
            server,
            answerOf(randomPrompt(longSeed, numPromptTokens), 1),
          );
          const answeredAt = sentAt + long.firstTokenMs;
          const gaps = withTextAtEveryToken(await Promise.all(streams)).map(
            ({ arrivals }) => longestGap(arrivals, sentAt, answeredAt),
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

/**
 * A token that ends within a character is shown with the next one: a gap that the text makes, of
 * two steps where nothing stood still.
 */
function withTextAtEveryToken(results: readonly StreamResult[]): readonly StreamResult[] {
  const steady = results.filter(
    ({ arrivals, numTokens }) => arrivals.length === numTokens,
  );
  if (steady.length > 0) return steady;
  const found = results.map(
    ({ arrivals, numTokens }) => `${arrivals.length} of ${numTokens}`,
  );
  throw new Error(
    'expected a stream with text at every token, to tell the gaps of a server from those of its ' +
      `text, but text came with ${found.join(', ')} tokens; other stream seeds or another ` +
      'model are needed',
  );
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
