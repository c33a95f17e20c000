import type { ResponseRequest } from '@samewire/shared-types';

/** The conversation that a request names, by id or as an object. */
export function conversationIdOf({
  conversation,
}: Pick<ResponseRequest, 'conversation'>): string | undefined {
  if (conversation == null) return undefined;
  return typeof conversation === 'string' ? conversation : conversation.id;
}
