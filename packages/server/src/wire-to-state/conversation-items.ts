import type { InputItem, StoredItem } from '@samewire/shared-types';
import { findContext } from './response-context.ts';
import { toItems } from './response-items.ts';
import type { ResponseCollections } from './response-record.ts';

/**
 * Items of a request as those of a conversation.
 *
 * @param conversationId of the conversation that is there; left out: of a new one
 * @throws WireError for items that are there already, that refer to nothing, or that this
 *   server does not have
 */
export async function newConversationItems(
  collections: ResponseCollections,
  owner: string,
  conversationId: string | undefined,
  given: readonly InputItem[],
): Promise<readonly StoredItem[]> {
  const fields = conversationId === undefined ? {} : { conversation: conversationId };
  const { input } = await findContext(collections, owner, fields, toItems(given));
  return input;
}
