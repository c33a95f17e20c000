import type { EngineEvent, FinishEvent, TextDeltaEvent } from '@samewire/engine';
import type { ServedTier } from '@samewire/shared-types';
import type { ChunkOptions } from '../wire-to-engine/stream-options.ts';
import type { AnswerHead } from './answer-head.ts';
import { toChatLogprobs } from './chat-logprobs.ts';
import { ChunkTemplate } from './chunk-template.ts';
import { toWireFinishReason } from './finish-reason.ts';
import { UsageCounter } from './usage.ts';

/**
 * Turns the events of one chat request into the events of its stream: for each choice its
 * role, its text and its finish reason; at the end the usage, if asked for.
 *
 * Chunks are put together from text that is the same for the whole request, because
 * building and serialising an object per token is what a server of small models would
 * spend most of its time on.
 */
export class ChatChunks {
  readonly #usage = new UsageCounter();
  readonly #template: ChunkTemplate;
  readonly #numChoices: number;

  constructor(
    head: AnswerHead,
    {
      numChoices,
      serviceTier,
    }: { readonly numChoices: number; readonly serviceTier: ServedTier },
    options: ChunkOptions,
  ) {
    this.#numChoices = numChoices;
    this.#template = new ChunkTemplate(
      {
        id: head.id,
        object: 'chat.completion.chunk',
        created: head.created,
        model: head.model,
        service_tier: serviceTier,
        system_fingerprint: head.fingerprint,
      },
      options,
    );
  }

  /** The text to send for an event of the engine; empty if there is none. */
  encode(event: EngineEvent): string {
    switch (event.type) {
      case 'accepted':
        this.#usage.addPrompt(event.numPromptTokens);
        return Array.from({ length: this.#numChoices }, (_, choice) =>
          this.#roleChunk(choice),
        ).join('');
      case 'text-delta':
        return this.#textChunk(event);
      case 'finish':
        return this.#finishChunk(event);
    }
  }

  /** What follows the last event. */
  encodeEnd(): string {
    return this.#template.usageChunk(this.#usage.toUsage());
  }

  #roleChunk(choice: number): string {
    return this.#template.chunk(
      `{"index":${choice},"delta":{"role":"assistant","content":"","refusal":null},` +
        '"logprobs":null,"finish_reason":null}',
    );
  }

  #textChunk({ choice, text, logprobs }: TextDeltaEvent): string {
    const logprobsJson =
      logprobs === undefined ? 'null' : JSON.stringify(toChatLogprobs(logprobs));
    return this.#template.chunk(
      `{"index":${choice},"delta":{"content":${JSON.stringify(text)}},` +
        `"logprobs":${logprobsJson},"finish_reason":null}`,
    );
  }

  #finishChunk(event: FinishEvent): string {
    this.#usage.addChoice(event);
    return this.#template.chunk(
      `{"index":${event.choice},"delta":{},"logprobs":null,` +
        `"finish_reason":"${toWireFinishReason(event.reason)}"}`,
    );
  }
}
