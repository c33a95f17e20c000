import {
  EngineError,
  type Engine,
  type EngineEvent,
  type EngineRequest,
} from '@samewire/engine';
import type { StoredItem } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import { startGeneration } from '../sse/generation.ts';

/** What is to be generated, for any choice of the items that the model is to read. */
export interface FittingRequest {
  readonly items: readonly StoredItem[];
  readonly toEngineRequest: (items: readonly StoredItem[]) => EngineRequest;
  /** Leave out the oldest items where all do not fit. */
  readonly mayTruncate: boolean;
}

/**
 * Starts a generation with as many of the items as the context length allows.
 *
 * @throws EngineError or WireError if the engine refuses, also what is left
 */
export async function startFitting(
  engine: Engine,
  { items, toEngineRequest, mayTruncate }: FittingRequest,
  signal: AbortSignal,
): Promise<AsyncIterable<EngineEvent>> {
  let kept = items;
  for (;;) {
    try {
      return await startGeneration(engine, toEngineRequest(kept), signal);
    } catch (error) {
      const shorter = mayTruncate ? shortened(kept, error) : undefined;
      if (shorter === undefined) throw error;
      kept = shorter;
    }
  }
}

/** Fewer of the newest items, or undefined if that is not what is wrong, or no use. */
function shortened(
  items: readonly StoredItem[],
  error: unknown,
): readonly StoredItem[] | undefined {
  const share = shareToDrop(error);
  if (share === undefined || items.length < 2) return undefined;
  const lengths = items.map((item) => JSON.stringify(item).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let dropped = 0;
  let start = 0;
  while (start < items.length - 1 && (start === 0 || dropped < total * share))
    dropped += lengths[start++] ?? 0;
  // The result of a call that was left out would answer nothing.
  while (start < items.length - 1 && items[start]?.type.endsWith('_output')) start++;
  return items.slice(start);
}

/** By how much of the prompt the context length is exceeded. */
function shareToDrop(error: unknown): number | undefined {
  if (error instanceof WireError)
    return error.code === 'context_length_exceeded' ? 0.5 : undefined;
  if (!EngineError.isInstance(error) || error.code !== 'context-length-exceeded')
    return undefined;
  const { numPromptTokens, contextLength, maxTokens = 1 } = error.details;
  if (numPromptTokens === undefined || contextLength === undefined) return 0.25;
  return (numPromptTokens + maxTokens - contextLength) / numPromptTokens;
}
