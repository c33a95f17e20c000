import type { TextDeltaEvent, ToolCallDeltaEvent } from '@samewire/engine';
import type { MessageBlock } from '@samewire/shared-types';
import { randomLetters } from '../random-text.ts';
import { ToolCalls } from './tool-calls.ts';

/** What of an engine's answer becomes part of a block. */
type BlockEvent = TextDeltaEvent | ToolCallDeltaEvent;

/** What an event adds to the blocks of an answer. */
export interface BlockDelta {
  readonly index: number;
  /** Present if a block begins with this delta; it is empty. */
  readonly begins?: MessageBlock;
  readonly type: MessageBlock['type'];
  readonly text: string;
}

/** Cuts an answer into blocks: a new one wherever it turns from one thing to another. */
export class MessageBlocks {
  readonly #calls = new ToolCalls({
    customNames: new Set(),
    createId: () => `toolu_01${randomLetters(22)}`,
  });
  #index = -1;
  #current: string | undefined;

  /** The block that is open, if there is one. */
  get openIndex(): number | undefined {
    return this.#index < 0 ? undefined : this.#index;
  }

  get hasCalls(): boolean {
    return this.#calls.calls.length > 0;
  }

  add(event: BlockEvent): BlockDelta {
    if (event.type === 'tool-call-delta') {
      const { call, input } = this.#calls.add(event);
      const { id, name } = call;
      return this.#place(`call ${event.call}`, input, {
        type: 'tool_use',
        id,
        name,
        input: {},
      });
    }
    return event.type === 'reasoning-delta'
      ? this.#place('thinking', event.text, {
          type: 'thinking',
          thinking: '',
          signature: '',
        })
      : this.#place('text', event.text, { type: 'text', text: '' });
  }

  #place(what: string, text: string, block: MessageBlock): BlockDelta {
    const { type } = block;
    if (this.#current === what) return { index: this.#index, type, text };
    this.#current = what;
    this.#index += 1;
    return { index: this.#index, begins: block, type, text };
  }
}
