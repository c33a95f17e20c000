import type { ChatContentPart, ChatMessage } from '../engine-request.ts';

/** What a model without a chat template reads for a conversation. */
export function renderMessages(messages: readonly ChatMessage[]): string {
  const lines = messages.map(({ role, content }) => {
    const text = typeof content === 'string' ? content : content.map(textOfPart).join('');
    return `<${role}> ${text}\n`;
  });
  return `${lines.join('')}<assistant>`;
}

/** A file is a word of its own. */
function textOfPart(part: ChatContentPart): string {
  return part.type === 'text' ? part.text : ` <${part.type}:${part.data.length}> `;
}
