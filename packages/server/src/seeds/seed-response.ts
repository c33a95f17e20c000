import type { ResponseUsage, SeedOf, StoredItem } from '@samewire/shared-types';
import { createObjectId } from '../engine-to-wire/object-id.ts';
import { createResponse } from '../engine-to-wire/response-head.ts';
import { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import type { ServedModel } from '../served-model.ts';
import { isReference, toItems } from '../wire-to-state/response-items.ts';
import type { ResponseRecord } from '../wire-to-state/response-record.ts';

/** Nothing was generated. */
const noUsage: ResponseUsage = {
  input_tokens: 0,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
  output_tokens: 0,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 0,
};

/** A response as it would be stored if a model had said so. */
export function toSeedResponse(
  { id, input, answer = '', background, metadata }: SeedOf<'response'>,
  { id: model, defaultSampling }: ServedModel,
): { readonly record: ResponseRecord; readonly input: readonly StoredItem[] } {
  const body = {
    model,
    input,
    background: background ?? false,
    metadata: metadata ?? {},
  };
  const itemId = createObjectId('msg');
  const created = { ...createResponse(body, model, defaultSampling), id };
  const progress = new ResponseProgress(created, itemId);
  progress.start();
  const pieces = answer === '' ? [] : [{ text: answer }];
  for (const piece of pieces) progress.add(piece);
  progress.finish({
    status: 'completed',
    usage: noUsage,
    completedAt: created.created_at,
    serviceTier: 'default',
  });
  return {
    record: {
      response: progress.response,
      itemId,
      pieces,
      serviceTier: created.service_tier,
      pending: null,
    },
    input: toItems(input).filter((item) => !isReference(item)),
  };
}
