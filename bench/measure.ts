import { streamCompletion, type StreamResult } from './stream-client.ts';

export interface Load {
  readonly numStreams: number;
  /** Requests each stream makes, one after another. */
  readonly numRequests: number;
  readonly maxTokens: number;
}

export interface Measurement {
  readonly tokensPerSecond: number;
  readonly firstTokenMs: { readonly median: number; readonly p95: number };
}

/** Runs a load once. Every request has a prompt of its own, the same ones for every contender. */
export async function measure(
  port: number,
  model: string,
  load: Load,
): Promise<Measurement> {
  const startedAt = performance.now();
  const streams = Array.from({ length: load.numStreams }, (_, stream) =>
    runStream(port, model, load, stream),
  );
  const results = (await Promise.all(streams)).flat();
  const seconds = (performance.now() - startedAt) / 1000;
  const numTokens = results.reduce((sum, result) => sum + result.numTokens, 0);
  const firstTokens = results
    .map((result) => result.firstTokenMs)
    .toSorted((a, b) => a - b);
  return {
    tokensPerSecond: numTokens / seconds,
    firstTokenMs: {
      median: quantile(firstTokens, 0.5),
      p95: quantile(firstTokens, 0.95),
    },
  };
}

async function runStream(
  port: number,
  model: string,
  { numRequests, maxTokens }: Load,
  stream: number,
): Promise<StreamResult[]> {
  const results: StreamResult[] = [];
  for (let request = 0; request < numRequests; request++) {
    const body = {
      model,
      prompt: `Story ${stream * numRequests + request}. Once upon a time`,
      max_tokens: maxTokens,
      temperature: 0,
      ignore_eos: true,
      stream: true,
      stream_options: { include_usage: true },
    };
    results.push(await streamCompletion(port, body));
  }
  return results;
}

/** The value below which a fraction of sorted values lies. */
export function quantile(sorted: readonly number[], fraction: number): number {
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ??
    Number.NaN
  );
}
