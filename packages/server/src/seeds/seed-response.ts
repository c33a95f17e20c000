import type { SeedOf, StoredItem } from '@samewire/shared-types';
import { createObjectId } from '../engine-to-wire/object-id.ts';
import { createResponse } from '../engine-to-wire/response-head.ts';
import { ResponseProgress } from '../engine-to-wire/response-progress.ts';
import { UsageCounter } from '../engine-to-wire/usage.ts';
import type { ServedModel } from '../served-model.ts';
import { isReference, toItems } from '../wire-to-state/response-items.ts';
import type { ResponseRecord } from '../wire-to-state/response-record.ts';

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
    // Nothing was generated.
    usage: new UsageCounter().toResponseUsage(),
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
