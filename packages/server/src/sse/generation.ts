import {
  type Engine,
  EngineError,
  type EngineEvent,
  type EngineRequest,
} from '@samewire/engine';
import { abortOnFailure } from './client-connection.ts';

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
 * The same, but a token limit for which the context length has no room is no reason to
 * refuse: the context length is then the limit.
 */
export async function startWithinContext(
  engine: Engine,
  request: EngineRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<EngineEvent>> {
  try {
    return await startGeneration(engine, request, signal);
  } catch (error) {
    if (!hasRoomForPrompt(error)) throw error;
    const { maxTokens: _tooMany, ...unlimited } = request;
    return startGeneration(engine, unlimited, signal);
  }
}

function hasRoomForPrompt(error: unknown): boolean {
  if (!EngineError.isInstance(error) || error.code !== 'context-length-exceeded')
    return false;
  const { numPromptTokens, contextLength, maxTokens } = error.details;
  return (
    numPromptTokens !== undefined &&
    contextLength !== undefined &&
    maxTokens !== undefined &&
    numPromptTokens < contextLength
  );
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
