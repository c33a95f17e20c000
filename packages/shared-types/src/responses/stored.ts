import { type Static, Type } from 'typebox';
import { deletedObject } from '../paging/deleted.ts';
import { listPage } from '../paging/list-page.ts';
import { pageFields } from '../paging/list-query.ts';
import { accepted, implemented, required } from '../schema/request-field.ts';
import { serviceFields, serviceTier } from '../schema/service-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';
import { OutputCompaction, StoredItem } from './item.ts';
import {
  conversation,
  Includable,
  instructions,
  parallelToolCalls,
  previousResponseId,
  reasoning,
  responseInput,
  textConfig,
  toolChoice,
  tools,
  truncation,
} from './request.ts';
import { ResponseUsage } from './response.ts';

/** What OpenAI's clients may put into any query of these endpoints. */
export const queryExtras = {
  include: accepted(
    Type.Array(Includable),
    'Stored objects are shown with all that they were stored with.',
  ),
  beta: accepted(Type.String(), 'The answers are the same.'),
};

/** The query of `GET /v1/responses/{id}`. */
export const ResponseQuery = Type.Object(
  {
    ...queryExtras,
    stream: implemented(
      Type.Boolean(),
      'The events of the response, from the first one on; also while it is generated.',
    ),
    starting_after: implemented(
      Type.Integer({ minimum: -1 }),
      'Only events with greater sequence numbers. Needs `stream`.',
    ),
    include_obfuscation: implemented(
      Type.Boolean({ default: true }),
      'Pads every delta to a multiple of 16 characters; `false` leaves that out.',
    ),
  },
  { ...closed, title: 'ResponseQuery' },
);

export const DeletedResponse = deletedObject('response.deleted', 'DeletedResponse');

/** The query of `GET /v1/responses/{id}/input_items` and of the items of a conversation. */
export const ItemListQuery = Type.Object(
  { ...pageFields('desc'), ...queryExtras },
  { ...closed, title: 'ItemListQuery' },
);

export const ItemList = listPage(StoredItem, 'ItemList');
export type ItemList = Static<typeof ItemList>;

/** The body of `POST /v1/responses/input_tokens`. */
export const InputTokensRequest = Type.Object(
  {
    model: implemented(orNull(Type.String()), 'Default: the model that is served.'),
    input: implemented(orNull(responseInput), 'As in `POST /v1/responses`.'),
    previous_response_id: previousResponseId,
    conversation,
    tools,
    tool_choice: toolChoice,
    text: textConfig,
    parallel_tool_calls: parallelToolCalls,
    reasoning,
    truncation,
    instructions,
    personality: accepted(orNull(Type.String()), 'No known chat template reads it.'),
  },
  { ...closed, title: 'InputTokensRequest' },
);

export const InputTokens = Type.Object(
  { object: Type.Literal('response.input_tokens'), input_tokens: Type.Integer() },
  { title: 'InputTokens' },
);

/** The body of `POST /v1/responses/compact`. */
export const CompactRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    input: implemented(orNull(responseInput), 'As in `POST /v1/responses`.'),
    previous_response_id: previousResponseId,
    ...serviceFields,
    instructions,
    service_tier: serviceTier,
    image: accepted(Type.Unknown(), 'There are no images to compress.'),
  },
  { ...closed, title: 'CompactRequest' },
);

/** What a conversation is reduced to: what the user said, and a summary of the whole. */
export const CompactedResponse = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('response.compaction'),
    created_at: Type.Integer(),
    output: Type.Array(Type.Unsafe<StoredItem | OutputCompaction>({ type: 'object' })),
    usage: ResponseUsage,
  },
  { title: 'CompactedResponse' },
);

export type ResponseQuery = Static<typeof ResponseQuery>;
export type ItemListQuery = Static<typeof ItemListQuery>;
export type InputTokensRequest = Static<typeof InputTokensRequest>;
export type InputTokens = Static<typeof InputTokens>;
export type CompactRequest = Static<typeof CompactRequest>;
export type CompactedResponse = Static<typeof CompactedResponse>;
