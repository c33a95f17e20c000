import { type Static, Type } from 'typebox';
import { deletedObject } from '../paging/deleted.ts';
import { implemented, required } from '../schema/request-field.ts';
import { metadata, metadataRecord } from '../schema/service-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';
import { InputItem } from '../responses/input-item.ts';
import { queryExtras } from '../responses/stored.ts';

/** A list of items that responses can be asked to continue. */
export const Conversation = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('conversation'),
    created_at: Type.Integer(),
    metadata: metadataRecord,
  },
  { title: 'Conversation' },
);

export const DeletedConversation = deletedObject(
  'conversation.deleted',
  'DeletedConversation',
);

const newItems = Type.Array(InputItem, { maxItems: 20 });

/** The body of `POST /v1/conversations`. */
export const ConversationRequest = Type.Object(
  {
    items: implemented(orNull(newItems), 'Up to 20 items to begin with.'),
    metadata,
  },
  { ...closed, title: 'ConversationRequest' },
);

/** The body of `POST /v1/conversations/{id}`. */
export const ConversationUpdate = Type.Object(
  {
    metadata: required(orNull(metadataRecord), 'Takes the place of all pairs there are.'),
  },
  { ...closed, title: 'ConversationUpdate' },
);

/** The body of `POST /v1/conversations/{id}/items`. */
export const ConversationItemsRequest = Type.Object(
  { items: required(newItems, 'Up to 20 items to put behind those there are.') },
  { ...closed, title: 'ConversationItemsRequest' },
);

/** The query of what adds or shows items. */
export const ItemQuery = Type.Object(queryExtras, { ...closed, title: 'ItemQuery' });

export type Conversation = Static<typeof Conversation>;
export type ConversationRequest = Static<typeof ConversationRequest>;
export type ConversationUpdate = Static<typeof ConversationUpdate>;
export type ConversationItemsRequest = Static<typeof ConversationItemsRequest>;
export type DeletedConversation = Static<typeof DeletedConversation>;
