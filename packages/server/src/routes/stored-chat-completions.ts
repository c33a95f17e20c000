import {
  ChatCompletionList,
  ChatCompletionListQuery,
  ChatCompletionUpdate,
  ChatMessageListQuery,
  DeletedChatCompletion,
  ErrorBody,
  StoredChatCompletion,
  StoredChatMessageList,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import {
  changeStored,
  listStored,
  requireStored,
  unknownCursor,
} from '../errors/state-errors.ts';
import { toListPage } from '../state-to-wire/list-page.ts';
import { toStoredMessages } from '../state-to-wire/stored-chat-messages.ts';
import { pageOf, toPageQuery } from '../wire-to-state/page-query.ts';
import {
  chatCompletionsIn,
  toStoredChatCompletion,
} from '../wire-to-state/stored-chat-completion.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

const kind = 'Chat completion';
const params = Type.Object({ completion_id: Type.String() });
const path = '/v1/chat/completions/:completion_id';

/** `/v1/chat/completions` and what is below, for completions made with `store: true`. */
export function addStoredChatCompletionRoutes(
  server: TypedServer,
  { state }: Pick<RouteContext, 'state'>,
): void {
  const completions = chatCompletionsIn(state);

  server.get(
    '/v1/chat/completions',
    {
      schema: {
        ...described('The stored chat completions'),
        querystring: ChatCompletionListQuery,
        response: { 200: ChatCompletionList, '4xx': ErrorBody },
      },
    },
    async ({ query, owner }) => {
      const { model, metadata = {} } = query;
      const labels = model === undefined ? {} : { model };
      const { documents, hasMore } = await listStored(
        completions.list({ owner, metadata, labels, ...toPageQuery(query, 'asc') }),
        query,
      );
      return toListPage(documents.map(toStoredChatCompletion), hasMore);
    },
  );

  server.get(
    path,
    {
      schema: {
        ...described('A stored chat completion'),
        params,
        response: { 200: StoredChatCompletion, '4xx': ErrorBody },
      },
    },
    async ({ params: { completion_id: id }, owner }) =>
      toStoredChatCompletion(
        requireStored(await completions.get({ owner, id }), kind, id),
      ),
  );

  server.post(
    path,
    {
      schema: {
        ...described('Change the metadata of a stored chat completion'),
        params,
        body: ChatCompletionUpdate,
        response: { 200: StoredChatCompletion, '4xx': ErrorBody },
      },
    },
    async ({ params: { completion_id: id }, body, owner }) => {
      const key = { owner, id };
      const update = completions.update(key, { metadata: body.metadata ?? {} });
      await changeStored(state.write([update]), kind, id);
      return toStoredChatCompletion(requireStored(await completions.get(key), kind, id));
    },
  );

  server.delete(
    path,
    {
      schema: {
        ...described('Delete a stored chat completion'),
        params,
        response: { 200: DeletedChatCompletion, '4xx': ErrorBody },
      },
    },
    async ({ params: { completion_id: id }, owner }) => {
      await changeStored(state.write([completions.delete({ owner, id })]), kind, id);
      return { object: 'chat.completion.deleted' as const, id, deleted: true as const };
    },
  );

  server.get(
    `${path}/messages`,
    {
      schema: {
        ...described('The messages that a stored chat completion answers'),
        params,
        querystring: ChatMessageListQuery,
        response: { 200: StoredChatMessageList, '4xx': ErrorBody },
      },
    },
    async ({ params: { completion_id: id }, query, owner }) => {
      const { content } = requireStored(await completions.get({ owner, id }), kind, id);
      const messages = toStoredMessages(id, content.messages);
      const page = pageOf(messages, toPageQuery(query, 'asc'));
      if (page === undefined) throw unknownCursor(query);
      return toListPage(page.data, page.hasMore);
    },
  );
}

function described(summary: string) {
  return { tags: ['Chat'], summary };
}
