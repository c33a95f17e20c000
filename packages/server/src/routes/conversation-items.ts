import {
  Conversation,
  ConversationItemsRequest,
  ErrorBody,
  ItemList,
  ItemListQuery,
  ItemQuery,
  StoredItem,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { changeStored, listStored, requireStored } from '../errors/state-errors.ts';
import { toListPage } from '../state-to-wire/list-page.ts';
import { newConversationItems } from '../wire-to-state/conversation-items.ts';
import { toPageQuery } from '../wire-to-state/page-query.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';

const params = Type.Object({ conversation_id: Type.String() });
const itemParams = Type.Object({
  conversation_id: Type.String(),
  item_id: Type.String(),
});
const path = '/v1/conversations/:conversation_id/items';

/**
 * `/v1/conversations/{id}/items`
 *
 * @param find the conversation, or a refusal
 */
export function addConversationItemRoutes(
  server: TypedServer,
  { state, collections }: ResponsesContext,
  find: (owner: string, id: string) => Promise<Conversation>,
): void {
  const { items } = collections;

  server.get(
    path,
    {
      schema: {
        ...described('The items of a conversation'),
        params,
        querystring: ItemListQuery,
        response: { 200: ItemList, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: parent }, query, owner }) => {
      await find(owner, parent);
      const page = toPageQuery(query, 'desc');
      const { documents, hasMore } = await listStored(
        items.list({ owner, parent, ...page }),
        query,
      );
      return toListPage(
        documents.map(({ content }) => content),
        hasMore,
      );
    },
  );

  server.post(
    path,
    {
      schema: {
        ...described('Put items behind those of a conversation'),
        params,
        querystring: ItemQuery,
        body: ConversationItemsRequest,
        response: { 200: ItemList, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: id }, body, owner }) => {
      const added = await newConversationItems(collections, owner, id, body.items);
      const changes = collections.appendToConversation(owner, id, added);
      await changeStored(state.write(changes), 'Conversation', id);
      return toListPage([...added], false);
    },
  );

  server.get(
    `${path}/:item_id`,
    {
      schema: {
        ...described('One item of a conversation'),
        params: itemParams,
        querystring: ItemQuery,
        response: { 200: StoredItem, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: parent, item_id: id }, owner }) => {
      await find(owner, parent);
      const found = await items.get({ owner, parent, id });
      return requireStored(found, 'Item', id).content;
    },
  );

  server.delete(
    `${path}/:item_id`,
    {
      schema: {
        ...described('Take an item out of a conversation'),
        params: itemParams,
        response: { 200: Conversation, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: parent, item_id: id }, owner }) => {
      const conversation = await find(owner, parent);
      await changeStored(state.write([items.delete({ owner, parent, id })]), 'Item', id);
      return conversation;
    },
  );
}

function described(summary: string) {
  return { tags: ['Conversations'], summary };
}
