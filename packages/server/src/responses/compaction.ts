import type { Engine, EngineRequest } from '@samewire/engine';
import type { CompactedResponse, StoredItem } from '@samewire/shared-types';
import { createObjectId } from '../engine-to-wire/object-id.ts';
import { ChoiceGatherer } from '../engine-to-wire/gathered-choice.ts';
import { UsageCounter } from '../engine-to-wire/usage.ts';
import { type FittingRequest, startFitting } from './fit-context.ts';
import { sealText } from './sealed-text.ts';

/** What the model is told to make of a conversation that has become too long. */
const compactionPrompt =
  'Summarize the conversation so far, for yourself to go on from: what the user wants, what ' +
  'was said, decided and found out, names, figures and open questions. Write the summary ' +
  'only.';

export interface CompactionOptions {
  readonly items: readonly StoredItem[];
  readonly toEngineRequest: FittingRequest['toEngineRequest'];
  readonly key: Buffer;
  readonly owner: string;
}

/**
 * Reduces a conversation to what the user said and a summary by the model, which is sealed:
 * clients send it back as it is.
 */
export async function compact(
  engine: Engine,
  { items, toEngineRequest, key, owner }: CompactionOptions,
  signal: AbortSignal,
): Promise<CompactedResponse> {
  const usage = new UsageCounter();
  const gatherer = new ChoiceGatherer(1, usage);
  const events = await startFitting(
    engine,
    {
      items,
      mayTruncate: true,
      toEngineRequest: (kept) => askingForSummary(toEngineRequest(kept)),
    },
    signal,
  );
  for await (const event of events) gatherer.add(event);
  const summary = gatherer.choices[0]?.text ?? '';
  return {
    id: createObjectId('resp'),
    object: 'response.compaction',
    created_at: Math.floor(Date.now() / 1000),
    output: [
      ...items.filter((item) => item.type === 'message' && item.role === 'user'),
      {
        id: createObjectId('cmp'),
        type: 'compaction',
        encrypted_content: sealText(summary, key, owner),
      },
    ],
    usage: usage.toResponseUsage(),
  };
}

function askingForSummary(request: EngineRequest): EngineRequest {
  const { prompt } = request;
  if (prompt.kind !== 'chat') return request;
  const question = { role: 'user', content: compactionPrompt };
  return { ...request, prompt: { ...prompt, messages: [...prompt.messages, question] } };
}
