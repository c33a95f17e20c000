import type { EngineEvent } from '@samewire/engine';
import type { Message } from '@samewire/shared-types';
import { toMessageStop } from './message-stop.ts';
import { usageAtEnd, usageAtStart } from './message-usage.ts';

/** What is known of an answer before it begins. */
export interface MessageHead {
  readonly id: string;
  readonly model: string;
  /** What the client asked for; the context length may end the answer before it. */
  readonly maxTokens: number;
}

/** An answer without content: what the first event of a stream carries. */
export function emptyMessage(
  { id, model }: MessageHead,
  numPromptTokens: number,
): Message {
  return {
    model,
    id,
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usageAtStart(numPromptTokens),
  };
}

/** Gathers the events of one request into the answer that is sent whole. */
export async function gatherMessage(
  events: AsyncIterable<EngineEvent>,
  head: MessageHead,
): Promise<Message> {
  const message = emptyMessage(head, 0);
  let numPromptTokens = 0;
  let text = '';
  for await (const event of events) {
    switch (event.type) {
      case 'accepted':
        ({ numPromptTokens } = event);
        break;
      case 'text-delta':
        text += event.text;
        break;
      case 'finish':
        Object.assign(message, toMessageStop(event, head.maxTokens));
        Object.assign(message.usage, usageAtEnd(numPromptTokens, event));
    }
  }
  return { ...message, content: text === '' ? [] : [{ type: 'text', text }] };
}
