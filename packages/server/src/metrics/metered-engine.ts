import {
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineRequest,
  type GenerateOptions,
} from '@samewire/engine';
import type { RequestMetrics } from './request-metrics.ts';

/** An engine whose generations are counted. Everything else goes through as it is. */
export function meteredEngine(engine: Engine, metrics: RequestMetrics): Engine {
  return {
    status: () => engine.status(),
    ready: () => engine.ready(),
    generate: (request, options) => metered(engine, metrics, request, options),
    tokenize: (text, options) => engine.tokenize(text, options),
    detokenize: (tokens) => engine.detokenize(tokens),
    renderChat: (chat) => engine.renderChat(chat),
    stats: () => engine.stats(),
    close: () => engine.close(),
  };
}

// Not a generator: the reader gets the engine's own promise, and this looks at it in passing.
function metered(
  engine: Engine,
  metrics: RequestMetrics,
  request: EngineRequest,
  options: GenerateOptions | undefined,
): AsyncIterable<EngineEvent> {
  const events = engine.generate(request, options)[Symbol.asyncIterator]();
  const look = ({ value, done }: IteratorResult<EngineEvent>) => {
    if (done === true) return;
    if (value.type === 'finish') metrics.finished(value);
    else if (value.type === 'accepted') metrics.accepted(value.numPromptTokens);
  };
  const fail = (error: unknown) => {
    const reason = EngineError.isInstance(error) ? error.code : 'internal';
    metrics.rejected.inc({ reason });
  };
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
