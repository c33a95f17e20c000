import { type CompletionUsage, encodeEvent } from '@samewire/shared-types';
import type { ChunkOptions } from '../wire-to-engine/stream-options.ts';
import { obfuscationEnding } from './obfuscation.ts';

/**
 * The text around the choices of a chunk, worked out once per answer. What a chunk of this
 * kind looks like is for `ChatChunks` and `CompletionChunks` to say.
 */
export class ChunkTemplate {
  readonly #beforeChoices: string;
  readonly #afterChoices: string;
  readonly #options: ChunkOptions;

  /** @param head the fields in front of `choices`, in the order of the wire */
  constructor(head: object, options: ChunkOptions) {
    this.#beforeChoices = `${JSON.stringify(head).slice(0, -1)},"choices":[`;
    this.#afterChoices = options.includeUsage ? '],"usage":null' : ']';
    this.#options = options;
  }

  /** The event for one choice, given as JSON text. */
  chunk(choiceJson: string): string {
    return this.#event(this.#beforeChoices + choiceJson + this.#afterChoices);
  }

  /** The event after the last choice; empty if the client did not ask for usage. */
  usageChunk(usage: CompletionUsage): string {
    if (!this.#options.includeUsage) return '';
    return this.#event(`${this.#beforeChoices}],"usage":${JSON.stringify(usage)}`);
  }

  #event(unclosedJson: string): string {
    const ending = this.#options.obfuscate ? obfuscationEnding(unclosedJson.length) : '}';
    return encodeEvent(unclosedJson + ending);
  }
}
