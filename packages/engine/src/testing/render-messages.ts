import type { ChatContentPart, ChatMessage } from '../engine-request.ts';

/** What a model without a chat template reads for a conversation. */
export function renderMessages(messages: readonly ChatMessage[]): string {
  let rendered = '';
  for (const { role, content } of messages) {
    const text = typeof content === 'string' ? content : content.map(textOfPart).join('');
    rendered += `<${role}> ${text}\n`;
  }
  return `${rendered}<assistant>`;
}

/** A file is a word of its own. */
function textOfPart(part: ChatContentPart): string {
  return part.type === 'text' ? part.text : ` <${part.type}:${part.data.length}> `;
}
