import {
  Conversation,
  ConversationRequest,
  ConversationUpdate,
  DeletedConversation,
  ErrorBody,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { createObjectId } from '../engine-to-wire/object-id.ts';
import { changeStored, requireStored } from '../errors/state-errors.ts';
import type { TypedDocument } from '../state/collection.ts';
import { newConversationItems } from '../wire-to-state/conversation-items.ts';
import { addConversationItemRoutes } from './conversation-items.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';

const kind = 'Conversation';
const params = Type.Object({ conversation_id: Type.String() });
const path = '/v1/conversations/:conversation_id';

/** `/v1/conversations` and what is below. */
export function addConversationRoutes(
  server: TypedServer,
  context: ResponsesContext,
): void {
  const { state, collections } = context;
  const { conversations, items } = collections;

  server.post(
    '/v1/conversations',
    {
      schema: {
        ...described('Begin a conversation'),
        body: ConversationRequest,
        response: { 200: Conversation, '4xx': ErrorBody },
      },
    },
    async ({ body, owner }) => {
      const { items: given, metadata } = body;
      const id = createObjectId('conv');
      const first = await newConversationItems(
        collections,
        owner,
        undefined,
        given ?? [],
      );
      await state.write([
        conversations.insert({ id, owner, metadata: metadata ?? {}, content: null }),
        ...first.map((item) =>
          items.insert({ id: item.id, owner, parent: id, content: item }),
        ),
      ]);
      return find(owner, id);
    },
  );

  server.get(
    path,
    {
      schema: {
        ...described('A conversation'),
        params,
        response: { 200: Conversation, '4xx': ErrorBody },
      },
    },
    ({ params: { conversation_id: id }, owner }) => find(owner, id),
  );

  server.post(
    path,
    {
      schema: {
        ...described('Change the metadata of a conversation'),
        params,
        body: ConversationUpdate,
        response: { 200: Conversation, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: id }, body, owner }) => {
      const change = conversations.update(
        { owner, id },
        { metadata: body.metadata ?? {} },
      );
      await changeStored(state.write([change]), kind, id);
      return find(owner, id);
    },
  );

  server.delete(
    path,
    {
      schema: {
        ...described('Delete a conversation with its items'),
        params,
        response: { 200: DeletedConversation, '4xx': ErrorBody },
      },
    },
    async ({ params: { conversation_id: id }, owner }) => {
      await changeStored(state.write([conversations.delete({ owner, id })]), kind, id);
      return { object: 'conversation.deleted' as const, id, deleted: true as const };
    },
  );

  addConversationItemRoutes(server, context, find);

  async function find(owner: string, id: string): Promise<Conversation> {
    return toConversation(
      requireStored(await conversations.get({ owner, id }), kind, id),
    );
  }
}

function toConversation({ id, createdAt, metadata }: TypedDocument<null>): Conversation {
  return {
    id,
    object: 'conversation',
    created_at: createdAt,
    metadata: { ...metadata },
  };
}

function described(summary: string) {
  return { tags: ['Conversations'], summary };
}
