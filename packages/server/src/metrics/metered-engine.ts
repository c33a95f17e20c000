import {
  type EmbeddingRequest,
  type EmbeddingResult,
  type Engine,
  EngineError,
  type GenerateOptions,
} from '@samewire/engine';
import type { GenerationMetrics } from './generation-metrics.ts';
import { MeteredEvents } from './metered-events.ts';

/** An engine whose generations are counted. Everything else goes through as it is. */
export function meteredEngine(engine: Engine, metrics: GenerationMetrics): Engine {
  return {
    status: () => engine.status(),
    ready: () => engine.ready(),
    generate: (request, options) =>
      new MeteredEvents(engine.generate(request, options), metrics),
    embed: (request, options) => meteredVectors(engine, metrics, request, options),
    addAdapter: (adapter) => engine.addAdapter(adapter),
    removeAdapter: (name) => engine.removeAdapter(name),
    tokenize: (text, options) => engine.tokenize(text, options),
    detokenize: (tokens) => engine.detokenize(tokens),
    renderChat: (chat) => engine.renderChat(chat),
    tokenizeChat: (chat) => engine.tokenizeChat(chat),
    stats: () => engine.stats(),
    cachedSequences: () => engine.cachedSequences(),
    saveCache: () => engine.saveCache(),
    dropCache: () => engine.dropCache(),
    close: () => engine.close(),
  };
}

async function meteredVectors(
  engine: Engine,
  metrics: GenerationMetrics,
  request: EmbeddingRequest,
  options: GenerateOptions | undefined,
): Promise<EmbeddingResult> {
  const startedAt = performance.now();
  try {
    const result = await engine.embed(request, options);
    metrics.embedded(result.vectors.length, performance.now() - startedAt);
    return result;
  } catch (error) {
    // Who has gone away was not refused.
    if (options?.signal?.aborted !== true)
      metrics.rejected(EngineError.isInstance(error) ? error.code : 'internal');
    throw error;
  }
}
