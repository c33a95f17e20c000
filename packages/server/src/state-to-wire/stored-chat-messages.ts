import type { ChatMessage, StoredChatMessage } from '@samewire/shared-types';

/** The messages of a request, as the API lists those of a stored chat completion. */
export function toStoredMessages(
  completionId: string,
  messages: readonly ChatMessage[],
): StoredChatMessage[] {
  return messages.map((message, index) => {
    const { content = null, ...others } = message;
    const isList = Array.isArray(content);
    return {
      id: `${completionId}-${index}`,
      name: null,
      ...others,
      content: typeof content === 'string' ? content : null,
      content_parts: isList ? content : null,
    };
  });
}
