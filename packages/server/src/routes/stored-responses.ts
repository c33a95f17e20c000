import {
  DeletedResponse,
  ErrorBody,
  ItemList,
  ItemListQuery,
  Response,
  ResponseQuery,
  ResponseStreamEvent,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { changeStored, listStored, notFoundError } from '../errors/state-errors.ts';
import { WireError } from '../errors/wire-error.ts';
import { replayEvents } from '../responses/replay.ts';
import { streamEvents } from '../sse/stream-answer.ts';
import { toListPage } from '../state-to-wire/list-page.ts';
import { toPageQuery } from '../wire-to-state/page-query.ts';
import type { ResponseRecord } from '../wire-to-state/response-record.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

const params = Type.Object({ response_id: Type.String() });
const path = '/v1/responses/:response_id';

/** What is below `/v1/responses/{id}`. */
export function addStoredResponseRoutes(
  server: TypedServer,
  context: ResponsesContext,
): void {
  const { state, collections, background, responseForm } = context;

  async function requireRecord(owner: string, id: string): Promise<ResponseRecord> {
    const found = await collections.responses.get({ owner, id });
    if (found === undefined) throw notFoundError('Response', id, 'id');
    return found.content;
  }

  server.get(
    path,
    {
      schema: {
        ...described('A stored response, or its events'),
        params,
        querystring: ResponseQuery,
        response: { 200: streamable(Response, ResponseStreamEvent), '4xx': ErrorBody },
      },
    },
    async ({ params: { response_id: id }, query, owner }, reply) => {
      // First of all whether it is this owner's to see.
      const record = await requireRecord(owner, id);
      const live = background.find(id);
      if (query.stream !== true) {
        requireStreamFor(query);
        return live?.response ?? record.response;
      }
      const { starting_after: start = -1, include_obfuscation: obfuscate = true } = query;
      const events = (await background.follow(id)) ?? toAsync(replayEvents(record));
      return streamEvents(reply, context, events, (event) =>
        event.sequence_number > start ? responseForm.encode(event, obfuscate) : '',
      );
    },
  );

  server.delete(
    path,
    {
      schema: {
        ...described('Delete a stored response'),
        params,
        response: { 200: DeletedResponse, '4xx': ErrorBody },
      },
    },
    async ({ params: { response_id: id }, owner }) => {
      await requireRecord(owner, id);
      await background.cancel(id);
      const deletion = collections.responses.delete({ owner, id });
      await changeStored(state.write([deletion]), 'Response', id);
      return { object: 'response.deleted' as const, id, deleted: true as const };
    },
  );

  server.post(
    `${path}/cancel`,
    {
      schema: {
        ...described('End a background response'),
        params,
        response: { 200: Response, '4xx': ErrorBody },
      },
    },
    async ({ params: { response_id: id }, owner }) => {
      const { response } = await requireRecord(owner, id);
      if (!response.background)
        throw new WireError('Cannot cancel a synchronous response.', {});
      await background.cancel(id);
      return (await requireRecord(owner, id)).response;
    },
  );

  server.get(
    `${path}/input_items`,
    {
      schema: {
        ...described('The items that a stored response answers'),
        params,
        querystring: ItemListQuery,
        response: { 200: ItemList, '4xx': ErrorBody },
      },
    },
    async ({ params: { response_id: id }, query, owner }) => {
      await requireRecord(owner, id);
      const { documents, hasMore } = await listStored(
        collections.items.list({
          owner,
          parent: id,
          labels: { side: 'input' },
          ...toPageQuery(query, 'desc'),
        }),
        query,
      );
      return toListPage(
        documents.map(({ content }) => content),
        hasMore,
      );
    },
  );
}

function requireStreamFor(query: { readonly starting_after?: number }): void {
  if (query.starting_after === undefined) return;
  throw new WireError(
    "The 'starting_after' parameter is only allowed when 'stream' is enabled.",
    { param: 'starting_after' },
  );
}

async function* toAsync<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

function described(summary: string) {
  return { tags: ['Responses'], summary };
}
