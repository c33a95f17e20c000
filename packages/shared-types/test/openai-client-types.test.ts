// Ties between our types and those of the official client. The compiler does the testing:
// what we send must fit what the client promises its users, and whatever the client can
// send must be a field we know and take.

import type {
  Batch,
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
