import type {
  EngineEvent,
  FinishEvent,
  TextDeltaEvent,
  ToolCallDeltaEvent,
} from '@samewire/engine';
import type { ServedTier } from '@samewire/shared-types';
import type { ChunkOptions } from '../wire-to-engine/stream-options.ts';
import type { AnswerHead } from './answer-head.ts';
import { toChatLogprobs } from './chat-logprobs.ts';
import { ChunkTemplate } from './chunk-template.ts';
import type { ChatAnswerForm } from './chat-answer-form.ts';
import { toChatFinishReason } from './finish-reason.ts';
import { ToolCalls, type WireCallDelta } from './tool-calls.ts';
import { UsageCounter } from './usage.ts';

/**
 * Turns the events of one chat request into the events of its stream: for each choice its
 * role, its reasoning, text and tool calls, and its finish reason; at the end the usage, if asked
 * for.
 *
 * Chunks are put together from text that is the same for the whole request, because
 * building and serialising an object per token is what a server of small models would
 * spend most of its time on.
 */
export class ChatChunks {
  readonly #usage = new UsageCounter();
  readonly #template: ChunkTemplate;
  readonly #form: ChatAnswerForm;
  readonly #choices: { readonly calls: ToolCalls; hasRole: boolean }[];

  constructor(
    head: AnswerHead,
    {
      numChoices,
      serviceTier,
      form,
    }: {
      readonly numChoices: number;
      readonly serviceTier: ServedTier;
      readonly form: ChatAnswerForm;
    },
    options: ChunkOptions,
  ) {
    this.#form = form;
    this.#choices = Array.from({ length: numChoices }, () => ({
      calls: new ToolCalls(form),
      hasRole: false,
    }));
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
        this.#usage.addPrompt(event);
        // With tools, what comes first decides how an answer begins.
        return this.#form.hasTools
          ? ''
          : this.#choices.map((_, choice) => this.#roleChunk(choice, '""')).join('');
      case 'text-delta':
        return this.#roleChunk(event.choice, '""') + this.#textChunk(event);
      case 'reasoning-delta':
        return this.#roleChunk(event.choice, '""') + this.#reasoningChunk(event);
      case 'tool-call-delta':
        return this.#roleChunk(event.choice, 'null') + this.#callChunks(event);
      case 'finish':
        return this.#roleChunk(event.choice, '""') + this.#finishChunk(event);
    }
  }

  /** What follows the last event. */
  encodeEnd(): string {
    return this.#template.usageChunk(this.#usage.toUsage());
  }

  /** The chunk that begins a choice; empty if it has begun. */
  #roleChunk(choice: number, content: '""' | 'null'): string {
    const state = this.#choices[choice];
    if (state === undefined || state.hasRole) return '';
    state.hasRole = true;
    return this.#template.chunk(
      `{"index":${choice},"delta":{"role":"assistant","content":${content},` +
        '"refusal":null},"logprobs":null,"finish_reason":null}',
    );
  }

  #reasoningChunk({ choice, text }: TextDeltaEvent): string {
    return this.#template.chunk(
      `{"index":${choice},"delta":{"${this.#form.reasoningField}":${JSON.stringify(text)}},` +
        '"logprobs":null,"finish_reason":null}',
    );
  }

  #callChunks(event: ToolCallDeltaEvent): string {
    const delta = this.#choices[event.choice]?.calls.add(event);
    if (delta === undefined) return '';
    if (this.#form.callsAreOlder) return this.#functionCallChunks(event.choice, delta);
    const begin = delta.isFirst ? this.#callChunk(event.choice, beginningOf(delta)) : '';
    if (delta.input === '') return begin;
    return begin + this.#callChunk(event.choice, continuationOf(delta));
  }

  #callChunk(choice: number, delta: object): string {
    return this.#deltaChunk(choice, { tool_calls: [delta] });
  }

  /** Of calls in their older form there is one, without an index or an id. */
  #functionCallChunks(choice: number, { index, call, isFirst, input }: WireCallDelta) {
    if (index > 0) return '';
    const begin = isFirst
      ? this.#deltaChunk(choice, { function_call: { name: call.name, arguments: '' } })
      : '';
    if (input === '') return begin;
    return begin + this.#deltaChunk(choice, { function_call: { arguments: input } });
  }

  #deltaChunk(choice: number, delta: object): string {
    return this.#template.chunk(
      `{"index":${choice},"delta":${JSON.stringify(delta)},` +
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
    const hasCalls = this.#hasCalls(event.choice);
    const reason = toChatFinishReason(event.reason, hasCalls, this.#form.callsAreOlder);
    return this.#template.chunk(
      `{"index":${event.choice},"delta":{},"logprobs":null,` +
        `"finish_reason":"${reason}"}`,
    );
  }

  #hasCalls(choice: number): boolean {
    return (this.#choices[choice]?.calls.calls.length ?? 0) > 0;
  }
}

/** OpenAI's first fragment of a call has no part of its input yet. */
function beginningOf({ index, call }: WireCallDelta): object {
  const { id, name, isCustom } = call;
  return isCustom
    ? { index, id, type: 'custom', custom: { name, input: '' } }
    : { index, id, type: 'function', function: { name, arguments: '' } };
}

function continuationOf({ index, call, input }: WireCallDelta): object {
  return call.isCustom
    ? { index, custom: { input } }
    : { index, function: { arguments: input } };
}
