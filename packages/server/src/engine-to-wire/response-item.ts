import type {
  OutputItem,
  OutputTextPart,
  PartLogprob,
  ReasoningTextPart,
  ResponseStreamEvent,
} from '@samewire/shared-types';
import { toEventLogprobs } from './response-logprobs.ts';
import type { ResponsePiece } from './response-piece.ts';

/** An event without its number. */
export type Unnumbered<Event = ResponseStreamEvent> = Event extends {
  sequence_number: number;
}
  ? Omit<Event, 'sequence_number'>
  : never;

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** One item of a response while it grows, and the events that tell of it. */
export interface GrowingItem {
  /** Between `output_item.added` and the first delta. */
  begin(): Unnumbered[];
  add(piece: ResponsePiece): Unnumbered[];
  /** Between the last delta and `output_item.done`. */
  end(): Unnumbered[];
  /** The item as it is now; `isEmpty` as it is when it is added. */
  toItem(status: ItemStatus, isEmpty?: boolean): OutputItem;
}

export function growingItem(
  piece: ResponsePiece,
  id: string,
  outputIndex: number,
): GrowingItem {
  switch (piece.kind ?? 'message') {
    case 'message':
      return new GrowingMessage(id, outputIndex);
    case 'reasoning':
      return new GrowingReasoning(id, outputIndex);
    case 'call':
      return new GrowingCall(id, outputIndex, piece.call ?? noCall);
  }
}

const noCall = { id: '', name: '', isCustom: false };

class GrowingMessage implements GrowingItem {
  readonly #id: string;
  readonly #place: { item_id: string; output_index: number; content_index: number };
  #text = '';
  readonly #logprobs: PartLogprob[] = [];

  constructor(id: string, outputIndex: number) {
    this.#id = id;
    this.#place = { item_id: id, output_index: outputIndex, content_index: 0 };
  }

  begin(): Unnumbered[] {
    return [
      { type: 'response.content_part.added', ...this.#place, part: textPart('', []) },
    ];
  }

  add({ text, logprobs = [] }: ResponsePiece): Unnumbered[] {
    this.#text += text;
    this.#logprobs.push(...logprobs);
    return [
      {
        type: 'response.output_text.delta',
        ...this.#place,
        delta: text,
        logprobs: toEventLogprobs(logprobs),
      },
    ];
  }

  end(): Unnumbered[] {
    return [
      {
        type: 'response.output_text.done',
        ...this.#place,
        text: this.#text,
        logprobs: toEventLogprobs(this.#logprobs),
      },
      { type: 'response.content_part.done', ...this.#place, part: this.#part() },
    ];
  }

  toItem(status: ItemStatus, isEmpty = false): OutputItem {
    return {
      id: this.#id,
      type: 'message',
      status,
      content: isEmpty ? [] : [this.#part()],
      role: 'assistant',
    };
  }

  #part(): OutputTextPart {
    return textPart(this.#text, this.#logprobs);
  }
}

function textPart(text: string, logprobs: readonly PartLogprob[]): OutputTextPart {
  return { type: 'output_text', annotations: [], logprobs: [...logprobs], text };
}

class GrowingReasoning implements GrowingItem {
  readonly #id: string;
  readonly #place: { item_id: string; output_index: number; content_index: number };
  #text = '';

  constructor(id: string, outputIndex: number) {
    this.#id = id;
    this.#place = { item_id: id, output_index: outputIndex, content_index: 0 };
  }

  begin(): Unnumbered[] {
    return [
      { type: 'response.content_part.added', ...this.#place, part: reasoningPart('') },
    ];
  }

  add({ text }: ResponsePiece): Unnumbered[] {
    this.#text += text;
    return [{ type: 'response.reasoning_text.delta', ...this.#place, delta: text }];
  }

  end(): Unnumbered[] {
    const text = this.#text;
    return [
      { type: 'response.reasoning_text.done', ...this.#place, text },
      { type: 'response.content_part.done', ...this.#place, part: reasoningPart(text) },
    ];
  }

  toItem(status: ItemStatus, isEmpty = false): OutputItem {
    return {
      id: this.#id,
      type: 'reasoning',
      summary: [],
      content: isEmpty ? [] : [reasoningPart(this.#text)],
      status,
    };
  }
}

function reasoningPart(text: string): ReasoningTextPart {
  return { type: 'reasoning_text', text };
}

class GrowingCall implements GrowingItem {
  readonly #id: string;
  readonly #place: { item_id: string; output_index: number };
  readonly #call: NonNullable<ResponsePiece['call']>;
  #input = '';

  constructor(id: string, outputIndex: number, call: NonNullable<ResponsePiece['call']>) {
    this.#id = id;
    this.#place = { item_id: id, output_index: outputIndex };
    this.#call = call;
  }

  begin(): Unnumbered[] {
    return [];
  }

  add({ text }: ResponsePiece): Unnumbered[] {
    if (text === '') return [];
    this.#input += text;
    const type = this.#call.isCustom
      ? 'response.custom_tool_call_input.delta'
      : 'response.function_call_arguments.delta';
    return [{ type, ...this.#place, delta: text }];
  }

  end(): Unnumbered[] {
    if (this.#call.isCustom)
      return [
        {
          type: 'response.custom_tool_call_input.done',
          ...this.#place,
          input: this.#input,
        },
      ];
    return [
      {
        type: 'response.function_call_arguments.done',
        ...this.#place,
        name: this.#call.name,
        arguments: this.#input,
      },
    ];
  }

  toItem(status: ItemStatus, isEmpty = false): OutputItem {
    const input = isEmpty ? '' : this.#input;
    const { id: call_id, name, isCustom } = this.#call;
    return isCustom
      ? { id: this.#id, type: 'custom_tool_call', status, call_id, input, name }
      : {
          id: this.#id,
          type: 'function_call',
          status,
          arguments: input,
          call_id,
          name,
        };
  }
}
