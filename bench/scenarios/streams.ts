import type { Contender } from '../contender.ts';
import { quantile, type Scenario } from '../scenario.ts';
import { streamCompletion, type StreamResult } from '../stream-client.ts';

const maxTokens = 96;

interface Load {
  readonly numStreams: number;
  /** Requests each stream makes, one after another. */
  readonly numRequests: number;
}

/** So many streams at once, each with a short prompt of its own. */
function streams(load: Load): Scenario {
  const { numStreams, numRequests } = load;
  return {
    name: `streams-${numStreams}`,
    title: numStreams === 1 ? 'One stream' : `${numStreams} streams at once`,
    model: 'tiny',
    needs: { numSlots: numStreams, contextSize: numStreams * 128 },
    metrics: [
      { name: 'all streams', unit: 'tokens/s', better: 'higher' },
      { name: 'first token, median', unit: 'ms', better: 'lower' },
      { name: 'first token, p95', unit: 'ms', better: 'lower' },
    ],
    async run(contender) {
      // A smaller run of the same kind first, which nobody looks at.
      await runStreams(contender, {
        numStreams,
        numRequests: Math.ceil(numRequests / 3),
      });
      const startedAt = performance.now();
      const results = await runStreams(contender, load);
      const seconds = (performance.now() - startedAt) / 1000;
      const numTokens = results.reduce((sum, result) => sum + result.numTokens, 0);
      const firstTokens = results.map((result) => result.firstTokenMs);
      return {
        'all streams': numTokens / seconds,
        'first token, median': quantile(firstTokens, 0.5),
        'first token, p95': quantile(firstTokens, 0.95),
      };
    },
  };
}

async function runStreams(
  contender: Contender,
  { numStreams, numRequests }: Load,
): Promise<StreamResult[]> {
  const runOne = async (stream: number) => {
    const results: StreamResult[] = [];
    for (let request = 0; request < numRequests; request++) {
      const prompt = `Story ${stream * numRequests + request}. Once upon a time`;
      const body = { prompt, max_tokens: maxTokens, temperature: 0, ignore_eos: true };
      results.push(await streamCompletion(contender, body));
    }
    return results;
  };
  return (
    await Promise.all(Array.from({ length: numStreams }, (_, stream) => runOne(stream)))
  ).flat();
}

/** About as many requests in each. */
export const streamScenarios: readonly Scenario[] = [
  streams({ numStreams: 1, numRequests: 24 }),
  streams({ numStreams: 8, numRequests: 12 }),
  streams({ numStreams: 32, numRequests: 3 }),
];
