import { onServers } from '../contenders/on-servers.ts';
import type { Server } from '../contenders/server.ts';
import { runTimed, streamCompletion, type StreamResult } from '../load/stream-client.ts';
import { quantile } from '../quantile.ts';
import type { Scenario, Size } from '../scenario.ts';

const maxTokens = 96;

interface Load {
  readonly numStreams: number;
  /** Requests each stream makes, one after another. */
  readonly numRequests: number;
}

/** About as many requests in each. */
export function scenarios(size: Size): readonly Scenario[] {
  const times = size === 'quick' ? 1 : 3;
  return [
    streams({ numStreams: 1, numRequests: 8 * times }),
    streams({ numStreams: 8, numRequests: 4 * times }),
    streams({ numStreams: 32, numRequests: times }),
  ];
}

/** So many streams at once, each with a short prompt of its own. */
function streams(load: Load): Scenario {
  const { numStreams, numRequests } = load;
  const streamsAtOnce = numStreams === 1 ? 'One stream' : `${numStreams} streams at once`;
  return {
    name: `streams-${numStreams}`,
    title: streamsAtOnce,
    question: `${streamsAtOnce}: how many tokens per second, and how soon the first one?`,
    bound:
      numStreams === 1
        ? 'The model is so small that what counts is what a server does besides. samewire is two ' +
          'processes, engine and server: the way between them is what shows in the first token.'
        : 'The model is so small that what counts is what a server does besides: scheduling, ' +
          'sampling, events.',
    model: 'tiny',
    seeds: [],
    metrics: [
      { name: 'all streams', unit: 'tokens/s', better: 'higher' },
      { name: 'first token, median', unit: 'ms', better: 'lower' },
      { name: 'first token, p95', unit: 'ms', better: 'lower' },
    ],
    contenders: onServers(
      { numSlots: numStreams, contextSize: numStreams * 128 },
      async (server) => {
        // A smaller run of the same kind first, which nobody looks at.
        await runStreams(server, { numStreams, numRequests: Math.ceil(numRequests / 3) });
        const { results, tokensPerSecond } = await runTimed(() =>
          runStreams(server, load),
        );
        const firstTokens = results.map((result) => result.firstTokenMs);
        return {
          'all streams': tokensPerSecond,
          'first token, median': quantile(firstTokens, 0.5),
          'first token, p95': quantile(firstTokens, 0.95),
        };
      },
    ),
  };
}

async function runStreams(
  server: Server,
  { numStreams, numRequests }: Load,
): Promise<StreamResult[]> {
  const runOne = async (stream: number) => {
    const results: StreamResult[] = [];
    for (let request = 0; request < numRequests; request++) {
      const prompt = `Story ${stream * numRequests + request}. Once upon a time`;
      const body = { prompt, max_tokens: maxTokens, temperature: 0, ignore_eos: true };
      results.push(await streamCompletion(server, body));
    }
    return results;
  };
  return (
    await Promise.all(Array.from({ length: numStreams }, (_, stream) => runOne(stream)))
  ).flat();
}
