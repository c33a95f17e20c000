import { type Static, Type } from 'typebox';
import { deletedObject } from '../paging/deleted.ts';
import { listPage } from '../paging/list-page.ts';
import { pageFields } from '../paging/list-query.ts';
import { implemented, required } from '../schema/request-field.ts';
import { metadataRecord } from '../schema/service-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';
import { ChatCompletion } from './response.ts';
import { Tool } from './tool.ts';

/** A chat completion that was made with `store: true`, with what was asked for. */
export const StoredChatCompletion = Type.Object(
  {
    ...ChatCompletion.properties,
    request_id: Type.String(),
    tool_choice: Type.Unknown(),
    seed: orNull(Type.Integer()),
    top_p: Type.Number(),
    temperature: Type.Number(),
    presence_penalty: Type.Number(),
    frequency_penalty: Type.Number(),
    input_user: orNull(Type.String()),
    tools: orNull(Type.Array(Tool)),
    metadata: metadataRecord,
    response_format: Type.Null(),
  },
  { title: 'StoredChatCompletion' },
);

/** One message of the request of a stored chat completion. */
export const StoredChatMessage = Type.Object(
  {
    id: Type.String(),
    role: Type.String(),
    content: orNull(Type.String()),
    name: orNull(Type.String()),
    /** Content that was sent as a list of parts. */
    content_parts: orNull(Type.Array(Type.Unknown())),
  },
  { title: 'StoredChatMessage', additionalProperties: true },
);

export const ChatCompletionList = listPage(StoredChatCompletion, 'ChatCompletionList');
export const StoredChatMessageList = listPage(StoredChatMessage, 'StoredChatMessageList');
export const DeletedChatCompletion = deletedObject(
  'chat.completion.deleted',
  'DeletedChatCompletion',
);

/** The query of `GET /v1/chat/completions`. */
export const ChatCompletionListQuery = Type.Object(
  {
    ...pageFields('asc'),
    model: implemented(Type.String(), 'Only those of this model.'),
    metadata: implemented(
      metadataRecord,
      'Only those with all of these pairs, written `metadata[key]=value`.',
    ),
  },
  { ...closed, title: 'ChatCompletionListQuery' },
);

/** The query of `GET /v1/chat/completions/{id}/messages`. */
export const ChatMessageListQuery = Type.Object(pageFields('asc'), {
  ...closed,
  title: 'ChatMessageListQuery',
});

/** The body of `POST /v1/chat/completions/{id}`. */
export const ChatCompletionUpdate = Type.Object(
  {
    metadata: required(orNull(metadataRecord), 'Takes the place of all pairs there are.'),
  },
  { ...closed, title: 'ChatCompletionUpdate' },
);

export type StoredChatCompletion = Static<typeof StoredChatCompletion>;
export type StoredChatMessage = Static<typeof StoredChatMessage>;
export type ChatCompletionListQuery = Static<typeof ChatCompletionListQuery>;
export type ChatMessageListQuery = Static<typeof ChatMessageListQuery>;
export type ChatCompletionUpdate = Static<typeof ChatCompletionUpdate>;
