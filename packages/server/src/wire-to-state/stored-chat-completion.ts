import type { DefaultSampling } from '@samewire/engine';
import type {
  ChatCompletion,
  ChatCompletionRequest,
  ChatMessage,
  StoredChatCompletion,
} from '@samewire/shared-types';
import { Collection, type NewDocument, type TypedDocument } from '../state/collection.ts';
import type { StateStore } from '../state/state-store.ts';
import { expiryAfter } from './expiry.ts';

/** What is kept of a chat completion; its metadata stand beside it. */
export interface ChatCompletionRecord {
  readonly completion: Omit<StoredChatCompletion, 'metadata'>;
  readonly messages: readonly ChatMessage[];
}

export function chatCompletionsIn(store: StateStore): Collection<ChatCompletionRecord> {
  return new Collection<ChatCompletionRecord>(store, 'chat-completions');
}

/** The answer and what it answers, to be stored. */
export function toChatCompletionDocument(
  completion: ChatCompletion,
  body: ChatCompletionRequest,
  request: { readonly id: string; readonly owner: string },
  {
    retentionDays,
    defaults,
  }: { readonly retentionDays: number; readonly defaults: DefaultSampling },
): NewDocument<ChatCompletionRecord> {
  return {
    id: completion.id,
    owner: request.owner,
    createdAt: completion.created,
    expiresAt: expiryAfter(retentionDays),
    metadata: body.metadata ?? {},
    labels: { model: completion.model },
    content: {
      completion: {
        ...completion,
        request_id: request.id,
        tool_choice: body.tool_choice ?? null,
        seed: body.seed ?? null,
        top_p: body.top_p ?? defaults.topP,
        temperature: body.temperature ?? defaults.temperature,
        presence_penalty: body.presence_penalty ?? 0,
        frequency_penalty: body.frequency_penalty ?? 0,
        input_user: body.user ?? null,
        tools: body.tools ?? null,
        response_format: null,
      },
      messages: body.messages,
    },
  };
}

export function toStoredChatCompletion({
  content,
  metadata,
}: TypedDocument<ChatCompletionRecord>): StoredChatCompletion {
  return { ...content.completion, metadata: { ...metadata } };
}
