import type { EngineEvent, TextDeltaEvent, TokenLogprob } from '@samewire/engine';
import { countCharacters } from '../count-characters.ts';
import type { ChunkOptions } from '../wire-to-engine/stream-options.ts';
import type { AnswerHead } from './answer-head.ts';
import { ChunkTemplate } from './chunk-template.ts';
import { toCompletionLogprobs } from './completion-logprobs.ts';
import { toWireFinishReason } from './finish-reason.ts';
import { UsageCounter } from './usage.ts';

/**
 * Turns the events of one text completion into the events of its stream: for each choice
 * its text, then an empty text with the finish reason; at the end the usage, if asked for.
 */
export class CompletionChunks {
  readonly #usage = new UsageCounter();
  readonly #template: ChunkTemplate;
  /** Where the next text of a choice begins; by index on the wire. */
  readonly #textOffsets = new Map<number, number>();

  constructor(head: AnswerHead, options: ChunkOptions) {
    this.#template = new ChunkTemplate(
      {
        id: head.id,
        object: 'text_completion',
        created: head.created,
        model: head.model,
        system_fingerprint: head.fingerprint,
      },
      options,
    );
  }

  /**
   * The text to send for an event of the engine; empty if there is none.
   *
   * @param firstIndex the index on the wire of the first choice of the event's prompt
   */
  encode(event: EngineEvent, firstIndex: number): string {
    switch (event.type) {
      case 'accepted':
        this.#usage.addPrompt(event);
        return '';
      case 'text-delta':
        return this.#textChunk(event, firstIndex + event.choice);
      // Of chats only.
      case 'reasoning-delta':
      case 'tool-call-delta':
        return '';
      case 'finish':
        this.#usage.addChoice(event);
        return this.#template.chunk(
          `{"text":"","index":${firstIndex + event.choice},"logprobs":null,` +
            `"finish_reason":"${toWireFinishReason(event.reason)}"}`,
        );
    }
  }

  /** What follows the last event. */
  encodeEnd(): string {
    return this.#template.usageChunk(this.#usage.toUsage());
  }

  #textChunk({ text, logprobs }: TextDeltaEvent, index: number): string {
    const logprobsJson =
      logprobs === undefined ? 'null' : this.#logprobsJson(logprobs, text, index);
    return this.#template.chunk(
      `{"text":${JSON.stringify(text)},"index":${index},` +
        `"logprobs":${logprobsJson},"finish_reason":null}`,
    );
  }

  #logprobsJson(logprobs: readonly TokenLogprob[], text: string, index: number): string {
    const offset = this.#textOffsets.get(index) ?? 0;
    this.#textOffsets.set(index, offset + countCharacters(text));
    return JSON.stringify(toCompletionLogprobs(logprobs, offset));
  }
}
