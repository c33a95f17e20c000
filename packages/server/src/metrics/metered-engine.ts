import {
  type EmbeddingRequest,
  type EmbeddingResult,
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineRequest,
  type GenerateOptions,
} from '@samewire/engine';
import type { GenerationMetrics } from './generation-metrics.ts';

/** An engine whose generations are counted. Everything else goes through as it is. */
export function meteredEngine(engine: Engine, metrics: GenerationMetrics): Engine {
  return {
    status: () => engine.status(),
    ready: () => engine.ready(),
    generate: (request, options) => metered(engine, metrics, request, options),
    embed: (request, options) => meteredVectors(engine, metrics, request, options),
    addAdapter: (adapter) => engine.addAdapter(adapter),
    removeAdapter: (name) => engine.removeAdapter(name),
    tokenize: (text, options) => engine.tokenize(text, options),
    detokenize: (tokens) => engine.detokenize(tokens),
    renderChat: (chat) => engine.renderChat(chat),
    tokenizeChat: (chat) => engine.tokenizeChat(chat),
    stats: () => engine.stats(),
    close: () => engine.close(),
  };
}

// Not a generator: the reader gets the engine's own promise, and this looks at it in passing.
function metered(
  engine: Engine,
  metrics: GenerationMetrics,
  request: EngineRequest,
  options: GenerateOptions | undefined,
): AsyncIterable<EngineEvent> {
  const events = engine.generate(request, options)[Symbol.asyncIterator]();
  const watch = watcher(metrics);
  const look = ({ value, done }: IteratorResult<EngineEvent>) => {
    if (done !== true) watch(value);
  };
  const fail = (error: unknown) =>
    metrics.rejected(EngineError.isInstance(error) ? error.code : 'internal');
  return {
    [Symbol.asyncIterator]: () => ({
      next() {
        const result = events.next();
        result.then(look, fail);
        return result;
      },
      async return(value?: unknown) {
        await events.return?.(value);
        return { done: true, value: undefined };
      },
    }),
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

/** Counts the events of one request. */
function watcher(metrics: GenerationMetrics): (event: EngineEvent) => void {
  /** When each choice had its newest text. */
  const textAt: number[] = [];
  return (event) => {
    switch (event.type) {
      case 'accepted':
        metrics.accepted(event.numPromptTokens);
        return;
      case 'text-delta':
      case 'reasoning-delta':
      case 'tool-call-delta': {
        const now = performance.now();
        const before = textAt[event.choice];
        if (before !== undefined) metrics.textFollowed(now - before);
        textAt[event.choice] = now;
        return;
      }
      case 'finish':
        metrics.finished(event);
    }
  };
}
