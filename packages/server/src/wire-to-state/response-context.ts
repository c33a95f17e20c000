import type { ResponseRequest, StoredItem } from '@samewire/shared-types';
import { notFoundError, requireStored } from '../errors/state-errors.ts';
import { quoted, WireError } from '../errors/wire-error.ts';
import { conversationIdOf } from './conversation-id.ts';
import {
  duplicateItem,
  isReference,
  requireDistinctIds,
  type UnresolvedItem,
} from './response-items.ts';
import type { ResponseCollections } from './response-record.ts';

/** What a request names that the server has stored. */
type ContextFields = Pick<ResponseRequest, 'previous_response_id' | 'conversation'>;

/** All that a model is to read, in two parts. */
export interface ResponseContext {
  /** What was said before, from the store. */
  readonly earlier: readonly StoredItem[];
  /** What the request adds. */
  readonly input: readonly StoredItem[];
}

/**
 * Looks up what a request refers to.
 *
 * @throws WireError if something is not there, or is there twice
 */
export async function findContext(
  collections: ResponseCollections,
  owner: string,
  body: ContextFields,
  input: readonly UnresolvedItem[],
): Promise<ResponseContext> {
  requireOneContext(body);
  const earlier = await earlierItems(collections, owner, body);
  const resolved = await resolveReferences(collections, owner, input);
  requireDistinctIds(resolved);
  const isThere = new Set(earlier.map(({ id }) => id));
  const again = resolved.find(({ id }) => isThere.has(id));
  if (again !== undefined) throw duplicateItem(again.id);
  return { earlier, input: resolved };
}

function requireOneContext(body: ContextFields): void {
  if (body.previous_response_id == null || body.conversation == null) return;
  throw new WireError(
    "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Ensure you are " +
      "only providing one of: 'previous_response_id' or 'conversation'.",
    { code: 'mutually_exclusive_parameters' },
  );
}

async function earlierItems(
  collections: ResponseCollections,
  owner: string,
  body: ContextFields,
): Promise<StoredItem[]> {
  const conversationId = conversationIdOf(body);
  if (conversationId !== undefined) {
    const found = await collections.conversations.get({ owner, id: conversationId });
    requireStored(found, 'Conversation', conversationId);
    return itemsOf(collections, owner, conversationId);
  }
  return itemsOfChain(collections, owner, body.previous_response_id ?? undefined);
}

/** The items of a response and of all before it, oldest first. */
async function itemsOfChain(
  collections: ResponseCollections,
  owner: string,
  lastId: string | undefined,
): Promise<StoredItem[]> {
  const turns: StoredItem[][] = [];
  let id = lastId;
  while (id !== undefined) {
    const { response } = await requirePrevious(collections, owner, id);
    turns.push(await itemsOf(collections, owner, id));
    const { previous_response_id: before, conversation } = response;
    if (conversation !== undefined)
      turns.push(await conversationBefore(collections, owner, conversation.id, id));
    id = before ?? undefined;
  }
  const seen = new Set<string>();
  // Of an item that was sent again with its id, the first place is the right one.
  return turns
    .toReversed()
    .flat()
    .filter((item) => !seen.has(item.id) && seen.add(item.id));
}

/** What a conversation held before a response of it: all up to the response's own items. */
async function conversationBefore(
  collections: ResponseCollections,
  owner: string,
  conversationId: string,
  responseId: string,
): Promise<StoredItem[]> {
  const own = new Set(
    (await itemsOf(collections, owner, responseId)).map((item) => item.id),
  );
  const all = await itemsOf(collections, owner, conversationId);
  const end = all.findIndex((item) => own.has(item.id));
  return end === -1 ? [] : all.slice(0, end);
}

async function requirePrevious(
  collections: ResponseCollections,
  owner: string,
  id: string,
) {
  const found = await collections.responses.get({ owner, id });
  if (found === undefined)
    throw new WireError(`Previous response with id '${quoted(id)}' not found.`, {
      param: 'previous_response_id',
      code: 'previous_response_not_found',
    });
  const { status } = found.content.response;
  if (status !== 'completed' && status !== 'incomplete')
    throw new WireError(
      `Previous response with id '${quoted(id)}' cannot be continued: its status is '${status}'.`,
      { param: 'previous_response_id', code: 'invalid_value' },
    );
  return found.content;
}

async function itemsOf(
  { items }: ResponseCollections,
  owner: string,
  parent: string,
): Promise<StoredItem[]> {
  const all = {
    owner,
    parent,
    order: 'asc',
    limit: Number.MAX_SAFE_INTEGER - 1,
  } as const;
  return (await items.list(all)).documents.map(({ content }) => content);
}

async function resolveReferences(
  { items }: ResponseCollections,
  owner: string,
  input: readonly UnresolvedItem[],
): Promise<StoredItem[]> {
  return Promise.all(
    input.map(async (item) => {
      if (!isReference(item)) return item;
      const found = await items.get({ owner, id: item.id });
      if (found === undefined) throw unknownItem(item.id);
      return found.content;
    }),
  );
}

function unknownItem(id: string): WireError {
  const { message } = notFoundError('Item', id);
  return new WireError(
    `${message} Items are not persisted when \`store\` is set to false. Try again with ` +
      '`store` set to true, or remove this item from your input.',
    { status: 404, param: 'input' },
  );
}
