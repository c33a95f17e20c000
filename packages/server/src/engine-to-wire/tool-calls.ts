import type { ToolCallDeltaEvent } from '@samewire/engine';
import { CustomInput } from './custom-input.ts';

/** A tool call as far as it is known. */
export interface WireCall {
  readonly id: string;
  readonly name: string;
  /** Its input is text rather than arguments in JSON. */
  readonly isCustom: boolean;
  /** Arguments or text so far. */
  input: string;
}

/** What an event adds to a call. */
export interface WireCallDelta {
  readonly index: number;
  readonly call: WireCall;
  /** The call begins with this delta. */
  readonly isFirst: boolean;
  readonly input: string;
}

export interface ToolCallOptions {
  /** Names of the tools whose input is text. */
  readonly customNames: ReadonlySet<string>;
  /** For calls to which the model gave no id. */
  readonly createId: () => string;
}

/** The tool calls of one choice, as a wire tells of them. */
export class ToolCalls {
  readonly calls: WireCall[] = [];
  readonly #customInputs: (CustomInput | undefined)[] = [];
  readonly #options: ToolCallOptions;

  constructor(options: ToolCallOptions) {
    this.#options = options;
  }

  add(event: ToolCallDeltaEvent): WireCallDelta {
    const isFirst = this.calls[event.call] === undefined;
    const call = this.calls[event.call] ?? this.#begin(event);
    const custom = this.#customInputs[event.call];
    const input = custom?.push(event.arguments) ?? event.arguments;
    call.input += input;
    return { index: event.call, call, isFirst, input };
  }

  #begin({ call: index, name = '', id }: ToolCallDeltaEvent): WireCall {
    const isCustom = this.#options.customNames.has(name);
    const call = { id: id ?? this.#options.createId(), name, isCustom, input: '' };
    this.calls[index] = call;
    this.#customInputs[index] = isCustom ? new CustomInput() : undefined;
    return call;
  }
}
