import type { SeedOf } from '@samewire/shared-types';
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
      usage: {
        prompt_tokens: 0,
        completion_tokens: 0,
        total_tokens: 0,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'default',
      system_fingerprint: model.fingerprint,
    },
    { model: model.id, messages: [...messages], metadata: metadata ?? {} },
    { id: 'req_seed', owner },
    { retentionDays: 0, defaults: model.defaultSampling },
  );
}
