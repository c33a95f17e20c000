import type { EngineEvent } from '@samewire/engine';
import { encodeNamedEvent, type MessageStreamEvent } from '@samewire/shared-types';
import { emptyMessage, type MessageHead } from './message.ts';
import { toMessageStop } from './message-stop.ts';
import { usageAtEnd } from './message-usage.ts';

/** With the space that Anthropic puts into this one event. */
export const pingEvent = encodeNamedEvent('ping', '{"type": "ping"}');

const blockLength = 16;

/**
 * Turns the events of one request into those of Anthropic's streams. A block begins with
 * its first text, so an empty answer has none.
 */
export class MessageEvents {
  readonly #head: MessageHead;
  #numPromptTokens = 0;
  #hasBlock = false;

  constructor(head: MessageHead) {
    this.#head = head;
  }

  /** The text to send for an event of the engine. */
  encode(event: EngineEvent): string {
    switch (event.type) {
      case 'accepted': {
        this.#numPromptTokens = event.numPromptTokens;
        const message = emptyMessage(this.#head, event.numPromptTokens);
        return encode({ type: 'message_start', message });
      }
      case 'text-delta':
        return this.#beginBlock() + textDelta(event.text);
      case 'finish':
        return (
          (this.#hasBlock ? encode({ type: 'content_block_stop', index: 0 }) : '') +
          encode({
            type: 'message_delta',
            delta: toMessageStop(event, this.#head.maxTokens),
            usage: usageAtEnd(this.#numPromptTokens, event),
          }) +
          encode({ type: 'message_stop' })
        );
    }
  }

  #beginBlock(): string {
    if (this.#hasBlock) return '';
    this.#hasBlock = true;
    const content_block = { type: 'text', text: '' } as const;
    return encode({ type: 'content_block_start', index: 0, content_block }) + pingEvent;
  }
}

function encode(event: MessageStreamEvent): string {
  return encodeNamedEvent(event.type, JSON.stringify(event));
}

/**
 * With spaces before the last brace, as Anthropic has them: over an encrypted connection
 * the length of an event would otherwise tell the length of its text.
 */
function textDelta(text: string): string {
  const json =
    '{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":' +
    `${JSON.stringify(text)}}`;
  const padding = ' '.repeat(blockLength - (json.length % blockLength));
  return encodeNamedEvent('content_block_delta', `${json}${padding}}`);
}
