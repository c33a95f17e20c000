import { abortOnFailure } from './client-connection.ts';
import type { Engine, EngineEvent, EngineRequest } from '@samewire/engine';

/**
 * Starts a generation and waits until the engine has accepted it, so that a refusal can
 * still be answered with a status of its own.
 *
 * @returns all events, the one of acceptance included
 * @throws EngineError if the engine refuses the request
 */
export async function startGeneration(
  engine: Engine,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<EngineEvent>> {
  const rest = engine.generate(request, { signal })[Symbol.asyncIterator]();
  const first = await rest.next();
  return { [Symbol.asyncIterator]: () => prepend(first, rest) };
}

/**
 * Starts several generations that make one answer: if one of them is refused, the others
 * end as well.
 *
 * @throws EngineError of the first that was refused
 */
export async function startGenerations(
  engine: Engine,
  requests: readonly EngineRequest[],
  client: AbortController,
): Promise<AsyncIterable<EngineEvent>[]> {
  const outcomes = await Promise.allSettled(
    requests.map((request) =>
      abortOnFailure(client, startGeneration(engine, request, client.signal)),
    ),
  );
  const started = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused === undefined) return started.map(({ value }) => value);
  // What nobody is going to read has to be closed by hand.
  for (const { value } of started) await value[Symbol.asyncIterator]().return?.();
  throw refused.reason;
}

// Not a generator: that would cost every event another promise.
function prepend<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncIterator<T> {
  let next: Promise<IteratorResult<T>> | undefined = Promise.resolve(first);
  return {
    next() {
      const result = next ?? rest.next();
      next = undefined;
      return result;
    },
    async return(value?: unknown) {
      await rest.return?.(value);
      return { done: true, value: undefined };
    },
  };
}
