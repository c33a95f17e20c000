import type { SeedOf } from '@samewire/shared-types';
import { UsageCounter } from '../engine-to-wire/usage.ts';
import type { ServedModel } from '../served-model.ts';
import type { NewDocument } from '../state/collection.ts';
import {
  type ChatCompletionRecord,
  toChatCompletionDocument,
} from '../wire-to-state/stored-chat-completion.ts';

/** A chat completion as it would be stored if a model had said so. */
export function toSeedChatCompletion(
  { id, messages, answer = '', metadata }: SeedOf<'chat.completion'>,
  model: ServedModel,
  owner: string,
): NewDocument<ChatCompletionRecord> {
  return toChatCompletionDocument(
    {
      id,
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1000),
      model: model.id,
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: answer,
            refusal: null,
            annotations: [],
          },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      // Nothing was generated.
      usage: new UsageCounter().toUsage(),
      service_tier: 'default',
      system_fingerprint: model.fingerprint,
    },
    { model: model.id, messages: [...messages], metadata: metadata ?? {} },
    { id: 'req_seed', owner },
    { retentionDays: 0, defaults: model.defaultSampling },
  );
}
