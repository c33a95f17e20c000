// Ties between our types and those of the official client. The compiler does the testing:
// what we send must fit what the client promises its users, and whatever the client can
// send must be a field we know and take.

import type {
  Batch,
  CompactRequest,
  Conversation,
  ConversationRequest,
  ConversationUpdate,
  DeletedConversation,
  InputItem,
  InputTokens,
  InputTokensRequest,
  ItemList,
  ItemListQuery,
  Response,
  ResponseQuery,
  ResponseRequest,
  ResponseStreamEvent,
  ResponseUsage,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionListQuery,
  ChatCompletionRequest,
  ChatCompletionUpdate,
  ChatMessage,
  Completion,
  CompletionChunk,
  CompletionRequest,
  CompletionUsage,
  EmbeddingList,
  EmbeddingsRequest,
  Model,
  StoredChatCompletion,
  FileObject,
  Upload,
  UploadPart,
} from '@samewire/shared-types';
import type OpenAI from 'openai';
import { describe, expectTypeOf, test } from 'vitest';

type Missing<Ours, Theirs> = Exclude<keyof Theirs, keyof Ours>;

/** Fields whose values the client may send and our type does not take. */
type Narrower<Ours, Theirs> = {
  [Field in keyof Ours & keyof Theirs]-?: Theirs[Field] extends Ours[Field]
    ? never
    : Field;
}[keyof Ours & keyof Theirs];

type WithoutNulls<T> = { [Field in keyof T]: Exclude<T[Field], null> };

type MessageOf<Union, Role extends string> = Extract<Union, { role: Role }>;
type MissingInMessage<Role extends string> = Missing<
  MessageOf<ChatMessage, Role>,
  MessageOf<OpenAI.ChatCompletionMessageParam, Role>
>;

type ItemOf<Union, Type extends string> = Extract<Union, { type?: Type }>;
type MissingInItem<Type extends string> = Missing<
  ItemOf<InputItem, Type>,
  ItemOf<OpenAI.Responses.ResponseInputItem, Type>
>;

/**
 * Fields of a response that the client's type asks for and OpenAI's own answers lack, or
 * have as null: the client makes up `output_text` itself, 264 recorded answers have
 * `user: null`, all have `usage: null` until the end, and none up to August 2026 tells of
 * access programs.
 */
type WaivedResponseFields = 'access_programs' | 'output_text' | 'usage' | 'user';

/** Lists that are empty have no first and last id: OpenAI sends null, the client's type text. */
type WaivedListFields = 'first_id' | 'last_id';

/** Events that only hosted tools, voices, refusals, reasoning and tool calls have. */
type EventsOfFeaturesThatAreNotThere = Exclude<
  OpenAI.Responses.ResponseStreamEvent['type'],
  ResponseStreamEvent['type']
>;

/**
 * Values that the client's types let through and OpenAI refuses: a request without a model,
 * and in the input what a user says in the place of an assistant. And what only OpenAI has:
 * tools that it hosts.
 */
type NarrowerResponseFields = 'model' | 'input' | 'tools' | 'tool_choice';

/**
 * Waivers, by name. The client has no type of its own for the chunks of a text completion:
 * it uses that of the whole answer, whose finish reason and usage are never null.
 */
type WaivedCompletionChunkFields = 'choices' | 'usage';

/** Files may be uploaded with the purpose `evals`, but the type of a file has no such word. */
type WaivedFileFields = 'purpose';

describe('what we send fits what the client promises', () => {
  test('as a chat completion, whole or in chunks', () => {
    expectTypeOf<ChatCompletion>().toExtend<OpenAI.ChatCompletion>();
    expectTypeOf<ChatCompletionChunk>().toExtend<OpenAI.ChatCompletionChunk>();
    expectTypeOf<StoredChatCompletion>().toExtend<OpenAI.ChatCompletion>();
  });

  test('as a text completion, whole or in chunks', () => {
    expectTypeOf<
      EmbeddingList['usage']
    >().toExtend<OpenAI.CreateEmbeddingResponse.Usage>();
    expectTypeOf<Completion>().toExtend<OpenAI.Completion>();
    expectTypeOf<Omit<CompletionChunk, WaivedCompletionChunkFields>>().toExtend<
      Omit<OpenAI.Completion, WaivedCompletionChunkFields>
    >();
  });

  test('as a file, an upload, a part of one and a batch', () => {
    expectTypeOf<Omit<FileObject, WaivedFileFields>>().toExtend<
      Omit<OpenAI.FileObject, WaivedFileFields>
    >();
    expectTypeOf<Omit<Upload, 'file'>>().toExtend<Omit<OpenAI.Uploads.Upload, 'file'>>();
    expectTypeOf<UploadPart>().toExtend<OpenAI.Uploads.UploadPart>();
    // The client has no null in what a batch has not reached yet; the API sends it.
    expectTypeOf<WithoutNulls<Batch>>().toExtend<Omit<OpenAI.Batch, 'metadata'>>();
  });

  test('as a response, but for the waivers', () => {
    expectTypeOf<Omit<Response, WaivedResponseFields>>().toExtend<
      Omit<OpenAI.Responses.Response, WaivedResponseFields>
    >();
    expectTypeOf<ResponseUsage>().toExtend<OpenAI.Responses.ResponseUsage>();
    expectTypeOf<InputTokens>().toExtend<OpenAI.Responses.InputTokenCountResponse>();
  });

  test('as the events of a response', () => {
    type Theirs = OpenAI.Responses.ResponseStreamEvent;
    type WithItem = Extract<ResponseStreamEvent, { item: unknown }>;
    type WithPart = Extract<ResponseStreamEvent, { part: unknown }>;
    type WithText = Extract<ResponseStreamEvent, { logprobs: unknown }>;
    expectTypeOf<ResponseStreamEvent['type']>().toExtend<Theirs['type']>();
    expectTypeOf<WithItem | WithPart | WithText>().toExtend<Theirs>();
    expectTypeOf<
      Extract<EventsOfFeaturesThatAreNotThere, `response.output_text.d${string}`>
    >().toBeNever();
  });

  test('as a conversation and its items', () => {
    expectTypeOf<Conversation>().toExtend<OpenAI.Conversations.Conversation>();
    expectTypeOf<DeletedConversation>().toExtend<OpenAI.Conversations.ConversationDeletedResource>();
    expectTypeOf<
      Missing<ItemList, OpenAI.Conversations.ConversationItemList>
    >().toBeNever();
    expectTypeOf<Omit<ItemList, WaivedListFields | 'data'>>().toExtend<
      Omit<OpenAI.Responses.ResponseItemList, WaivedListFields | 'data'>
    >();
  });

  test('as usage and as a model', () => {
    expectTypeOf<CompletionUsage>().toExtend<OpenAI.CompletionUsage>();
    expectTypeOf<Model>().toExtend<OpenAI.Model>();
  });
});

describe('what the client can send', () => {
  test('has no field that we do not know', () => {
    expectTypeOf<
      Missing<ChatCompletionRequest, OpenAI.ChatCompletionCreateParams>
    >().toBeNever();
    expectTypeOf<Missing<CompletionRequest, OpenAI.CompletionCreateParams>>().toBeNever();
    expectTypeOf<Missing<EmbeddingsRequest, OpenAI.EmbeddingCreateParams>>().toBeNever();
    expectTypeOf<Narrower<EmbeddingsRequest, OpenAI.EmbeddingCreateParams>>().toBeNever();
    expectTypeOf<
      Missing<ChatCompletionListQuery, OpenAI.ChatCompletionListParams>
    >().toBeNever();
    expectTypeOf<
      Missing<ChatCompletionUpdate, OpenAI.ChatCompletionUpdateParams>
    >().toBeNever();
  });

  test('has no value that we do not take', () => {
    expectTypeOf<
      Narrower<ChatCompletionRequest, OpenAI.ChatCompletionCreateParams>
    >().toBeNever();
    expectTypeOf<
      Narrower<CompletionRequest, OpenAI.CompletionCreateParams>
    >().toBeNever();
  });

  test('to the Responses API is known and taken, but for the waivers', () => {
    type Theirs = OpenAI.Responses.ResponseCreateParams;
    expectTypeOf<Missing<ResponseRequest, Theirs>>().toBeNever();
    expectTypeOf<
      Exclude<Narrower<ResponseRequest, Theirs>, NarrowerResponseFields>
    >().toBeNever();
    expectTypeOf<
      Missing<ResponseQuery, OpenAI.Responses.ResponseRetrieveParams>
    >().toBeNever();
    expectTypeOf<
      Missing<ItemListQuery, OpenAI.Responses.InputItemListParams>
    >().toBeNever();
    expectTypeOf<
      Missing<InputTokensRequest, OpenAI.Responses.InputTokenCountParams>
    >().toBeNever();
    expectTypeOf<
      Missing<CompactRequest, OpenAI.Responses.ResponseCompactParams>
    >().toBeNever();
  });

  test('to conversations is known', () => {
    expectTypeOf<
      Missing<ConversationRequest, OpenAI.Conversations.ConversationCreateParams>
    >().toBeNever();
    expectTypeOf<
      Missing<ConversationUpdate, OpenAI.Conversations.ConversationUpdateParams>
    >().toBeNever();
  });

  test('has no item that we do not know, and no field in one that we take', () => {
    type TypesOf<Union> = Union extends { type?: infer Type } ? Type : never;
    expectTypeOf<
      Exclude<TypesOf<OpenAI.Responses.ResponseInputItem>, TypesOf<InputItem>>
    >().toBeNever();
    expectTypeOf<MissingInItem<'function_call'>>().toBeNever();
    expectTypeOf<MissingInItem<'function_call_output'>>().toBeNever();
    expectTypeOf<MissingInItem<'custom_tool_call'>>().toBeNever();
    expectTypeOf<MissingInItem<'custom_tool_call_output'>>().toBeNever();
    expectTypeOf<MissingInItem<'reasoning'>>().toBeNever();
    expectTypeOf<MissingInItem<'compaction'>>().toBeNever();
  });

  test('may be the output of a response of ours, sent back', () => {
    expectTypeOf<Response['output'][number]>().toExtend<InputItem>();
  });

  test('has no field in a message that we do not know', () => {
    expectTypeOf<MissingInMessage<'developer'>>().toBeNever();
    expectTypeOf<MissingInMessage<'system'>>().toBeNever();
    expectTypeOf<MissingInMessage<'user'>>().toBeNever();
    expectTypeOf<MissingInMessage<'assistant'>>().toBeNever();
    expectTypeOf<MissingInMessage<'tool'>>().toBeNever();
    expectTypeOf<MissingInMessage<'function'>>().toBeNever();
  });

  test('may be an answer of ours, sent back with the conversation', () => {
    expectTypeOf<ChatCompletion['choices'][number]['message']>().toExtend<ChatMessage>();
  });
});
