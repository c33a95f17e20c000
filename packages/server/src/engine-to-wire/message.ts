import type { EngineEvent } from '@samewire/engine';
import type { Message, MessageBlock, MessageUsage } from '@samewire/shared-types';
import { MessageBlocks } from './message-blocks.ts';
import { toMessageStop } from './message-stop.ts';
import { usageAtEnd, usageAtStart } from './message-usage.ts';

/** What is known of an answer before it begins. */
export interface MessageHead {
  readonly id: string;
  readonly model: string;
  /** What the client asked for; the context length may end the answer before it. */
  readonly maxTokens: number;
  readonly serviceTier: MessageUsage['service_tier'];
}

/** An answer without content: what the first event of a stream carries. */
export function emptyMessage(
  { id, model, serviceTier }: MessageHead,
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
    usage: usageAtStart(numPromptTokens, serviceTier),
  };
}

/** Gathers the events of one request into the answer that is sent whole. */
export async function gatherMessage(
  events: AsyncIterable<EngineEvent>,
  head: MessageHead,
): Promise<Message> {
  const message = emptyMessage(head, 0);
  const blocks = new MessageBlocks();
  const texts: string[] = [];
  const content: MessageBlock[] = [];
  let numPromptTokens = 0;
  for await (const event of events) {
    if (event.type === 'accepted') ({ numPromptTokens } = event);
    else if (event.type === 'finish') {
      Object.assign(message, toMessageStop(event, head.maxTokens, blocks.hasCalls));
      Object.assign(message.usage, usageAtEnd(numPromptTokens, event));
    } else {
      const { index, begins, text } = blocks.add(event);
      if (begins !== undefined) content.push(begins);
      texts[index] = (texts[index] ?? '') + text;
    }
  }
  return {
    ...message,
    content: content.map((block, index) => withText(block, texts[index] ?? '')),
  };
}

function withText(block: MessageBlock, text: string): MessageBlock {
  switch (block.type) {
    case 'text':
      return { ...block, text };
    case 'thinking':
      return { ...block, thinking: text };
    case 'tool_use':
      return { ...block, input: toInput(text) };
  }
}

/** The arguments of a call; of one that was cut off there are none to give. */
function toInput(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
