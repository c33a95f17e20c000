import type { EngineEvent } from '@samewire/engine';
import {
  encodeNamedEvent,
  type MessageBlock,
  type MessageStreamEvent,
} from '@samewire/shared-types';
import { emptyMessage, type MessageHead } from './message.ts';
import { type BlockDelta, MessageBlocks } from './message-blocks.ts';
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
  readonly #blocks = new MessageBlocks();
  #openType: MessageBlock['type'] | undefined;
  #numPromptTokens = 0;

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
      case 'reasoning-delta':
      case 'tool-call-delta':
        return this.#encodeDelta(this.#blocks.add(event));
      case 'finish':
        return (
          this.#endBlock(this.#blocks.openIndex) +
          encode({
            type: 'message_delta',
            delta: toMessageStop(event, this.#head.maxTokens, this.#blocks.hasCalls),
            usage: usageAtEnd(this.#numPromptTokens, event),
          }) +
          encode({ type: 'message_stop' })
        );
    }
  }

  #encodeDelta(delta: BlockDelta): string {
    return this.#beginBlock(delta) + (delta.text === '' ? '' : textDelta(delta));
  }

  #beginBlock({ begins, index }: BlockDelta): string {
    if (begins === undefined) return '';
    const before = this.#endBlock(index === 0 ? undefined : index - 1);
    this.#openType = begins.type;
    const start = encode({ type: 'content_block_start', index, content_block: begins });
    return before + start + (index === 0 ? pingEvent : '');
  }

  #endBlock(index: number | undefined): string {
    if (index === undefined) return '';
    // Clients wait for a signature before they take thinking for complete.
    const signature =
      this.#openType === 'thinking'
        ? encode({
            type: 'content_block_delta',
            index,
            delta: { type: 'signature_delta', signature: '' },
          })
        : '';
    return signature + encode({ type: 'content_block_stop', index });
  }
}

function encode(event: MessageStreamEvent): string {
  return encodeNamedEvent(event.type, JSON.stringify(event));
}

/**
 * With spaces before the last brace, as Anthropic has them: over an encrypted connection
 * the length of an event would otherwise tell the length of its text.
 */
function textDelta({ index, type, text }: BlockDelta): string {
  const { name, field } = deltaForms[type];
  const json =
    `{"type":"content_block_delta","index":${index},"delta":{"type":"${name}",` +
    `"${field}":${JSON.stringify(text)}}`;
  const padding = ' '.repeat(blockLength - (json.length % blockLength));
  return encodeNamedEvent('content_block_delta', `${json}${padding}}`);
}

const deltaForms = {
  text: { name: 'text_delta', field: 'text' },
  thinking: { name: 'thinking_delta', field: 'thinking' },
  tool_use: { name: 'input_json_delta', field: 'partial_json' },
} as const;
