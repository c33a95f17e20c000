import type { EngineEvent, FinishEvent } from '@samewire/engine';
import {
  encodeEvent,
  type Infill,
  type InfillChunk,
  type InfillTimings,
} from '@samewire/shared-types';
import { isRecord } from '../is-record.ts';
import type { LineLimits } from './line-limits.ts';

export interface InfillAnswerOptions {
  readonly model: string;
  readonly lines: LineLimits;
  /** Most tokens, as the client asked; left out: as many as there is room for. */
  readonly maxTokens?: number;
  /** Nothing is asked for but that the prompt is read. */
  readonly isSilent: boolean;
  /** Called once where the lines of the text say that it is over. */
  readonly onOver: () => void;
}

/** Gathers the events of text that is filled in, in llama.cpp's form. */
export class InfillAnswer {
  readonly #options: InfillAnswerOptions;
  #numPromptTokens = 0;
  #text = '';
  #isOver = false;
  #end: FinishEvent | undefined;

  constructor(options: InfillAnswerOptions) {
    this.#options = options;
  }

  /** The text that an event adds. */
  add(event: EngineEvent): string {
    if (event.type === 'accepted') this.#numPromptTokens = event.numPromptTokens;
    if (event.type === 'finish') this.#end = event;
    return event.type === 'text-delta' ? this.#addText(event.text) : '';
  }

  /** The same as an event of a stream; empty where there is nothing to tell. */
  encode(event: EngineEvent): string {
    const content = this.add(event);
    if (content === '') return '';
    const chunk: InfillChunk = { ...this.#fields(content), stop: false };
    return encodeEvent(JSON.stringify(chunk));
  }

  encodeEnd(): string {
    return encodeEvent(JSON.stringify(this.#answer('')));
  }

  /** @param fields paths of what to tell; left out: everything */
  toAnswer(fields: readonly string[] | null | undefined): object {
    const answer = this.#answer(this.#text);
    return fields == null ? answer : pick(answer, fields);
  }

  #addText(text: string): string {
    const { lines, isSilent, onOver } = this.#options;
    if (this.#isOver || isSilent) return '';
    const length = lines.lengthOf(text);
    this.#isOver = length < text.length || lines.isLast(text);
    if (this.#isOver) onOver();
    const added = text.slice(0, length);
    this.#text += added;
    return added;
  }

  #fields(content: string) {
    return {
      index: 0,
      content,
      tokens: [],
      id_slot: -1,
      tokens_evaluated: this.#numPromptTokens,
    };
  }

  get #numPredicted(): number {
    return this.#options.isSilent ? 0 : (this.#end?.numGeneratedTokens ?? 0);
  }

  #answer(content: string): Infill {
    const { model, lines, maxTokens = Infinity } = this.#options;
    const reason = this.#end?.reason;
    return {
      ...this.#fields(content),
      stop: true,
      model,
      tokens_predicted: this.#numPredicted,
      has_new_line: lines.hasLineEnd,
      truncated: reason === 'length' && this.#numPredicted < maxTokens,
      stop_type:
        reason === 'stop-token' ? 'eos' : reason === 'stop-sequence' ? 'word' : 'limit',
      stopping_word: this.#end?.stopSequence ?? '',
      tokens_cached: this.#numPromptTokens + this.#numPredicted,
      timings: this.#timings(),
    };
  }

  #timings(): InfillTimings {
    const { numCachedTokens: cached = 0, timings } = this.#end ?? {};
    const { prefillMs = 0, decodeMs = 0 } = timings ?? {};
    const computed = this.#numPromptTokens - cached;
    const predicted = this.#numPredicted;
    return {
      cache_n: cached,
      prompt_n: computed,
      prompt_ms: prefillMs,
      prompt_per_token_ms: ratio(prefillMs, computed),
      prompt_per_second: ratio(computed * 1000, prefillMs),
      predicted_n: predicted,
      predicted_ms: decodeMs,
      predicted_per_token_ms: ratio(decodeMs, predicted),
      predicted_per_second: ratio(predicted * 1000, decodeMs),
    };
  }
}

function ratio(value: number, by: number): number {
  return by === 0 ? 0 : value / by;
}

/** Inner values under their paths; those that are not there are left out. */
function pick(answer: object, paths: readonly string[]): object {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = path.split('/').reduce(inside, answer);
      return value === undefined ? [] : [[path, value]];
    }),
  );
}

function inside(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
