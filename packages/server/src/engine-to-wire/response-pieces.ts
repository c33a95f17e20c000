import type { TextDeltaEvent, ToolCallDeltaEvent } from '@samewire/engine';
import { createObjectId, type IdPrefix } from './object-id.ts';
import { toPartLogprobs } from './response-logprobs.ts';
import type { ResponsePiece } from './response-piece.ts';
import { ToolCalls, type ToolCallOptions } from './tool-calls.ts';

/** Cuts what the engine says into pieces: a new item wherever it turns to something else. */
export class ResponsePieces {
  readonly #calls: ToolCalls;
  #current: string | undefined;
  #hasMessage = false;

  constructor(options: ToolCallOptions) {
    this.#calls = new ToolCalls(options);
  }

  next(event: TextDeltaEvent | ToolCallDeltaEvent): ResponsePiece {
    if (event.type === 'tool-call-delta') return this.#nextOfCall(event);
    const { text, logprobs } = event;
    if (event.type === 'reasoning-delta')
      return { kind: 'reasoning', text, ...this.#beginning('reasoning', 'rs') };
    const isFirst = !this.#hasMessage;
    this.#hasMessage = true;
    const beginning = this.#beginning('message', 'msg');
    return {
      text,
      ...(logprobs === undefined ? {} : { logprobs: toPartLogprobs(logprobs) }),
      ...(isFirst ? {} : beginning),
    };
  }

  #nextOfCall(event: ToolCallDeltaEvent): ResponsePiece {
    const { call, isFirst, input } = this.#calls.add(event);
    const { id, name, isCustom } = call;
    return {
      kind: 'call',
      text: input,
      ...this.#beginning(`call ${event.call}`, isCustom ? 'ctc' : 'fc'),
      ...(isFirst ? { call: { id, name, isCustom } } : {}),
    };
  }

  #beginning(what: string, prefix: IdPrefix): { itemId?: string } {
    if (this.#current === what) return {};
    this.#current = what;
    return { itemId: createObjectId(prefix) };
  }
}
