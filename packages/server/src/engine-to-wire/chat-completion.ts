import { type EngineEvent, type EngineEvents, readEvents } from '@samewire/engine';
import type {
  ChatChoice,
  ChatCompletion,
  ServedTier,
  ToolCall,
} from '@samewire/shared-types';
import type { AnswerHead } from './answer-head.ts';
import type { ChatAnswerForm } from './chat-answer-form.ts';
import { toChatLogprobs } from './chat-logprobs.ts';
import { toChatFinishReason } from './finish-reason.ts';
import { ChoiceGatherer, type GatheredChoice } from './gathered-choice.ts';
import type { WireCall } from './tool-calls.ts';
import { UsageCounter } from './usage.ts';

export interface ChatGatheringOptions {
  readonly numChoices: number;
  readonly withLogprobs: boolean;
  readonly form: ChatAnswerForm;
  readonly serviceTier: ServedTier;
}

/** Gathers the events of one chat request into the whole answer. */
export class ChatGatherer {
  readonly #usage = new UsageCounter();
  readonly #gatherer: ChoiceGatherer;
  readonly #head: AnswerHead;
  readonly #options: ChatGatheringOptions;

  constructor(head: AnswerHead, options: ChatGatheringOptions) {
    this.#gatherer = new ChoiceGatherer(options.numChoices, this.#usage, options.form);
    this.#head = head;
    this.#options = options;
  }

  add(event: EngineEvent): void {
    this.#gatherer.add(event);
  }

  addAll(events: EngineEvents): Promise<void> {
    return readEvents(events, (event) => this.add(event));
  }

  /** The answer, once the last event has been added. */
  toCompletion(): ChatCompletion {
    const head = this.#head;
    return {
      id: head.id,
      object: 'chat.completion',
      created: head.created,
      model: head.model,
      choices: this.#gatherer.choices.map((choice, index) =>
        toChatChoice(choice, index, this.#options),
      ),
      usage: this.#usage.toUsage(),
      service_tier: this.#options.serviceTier,
      system_fingerprint: head.fingerprint,
    };
  }
}

function toChatChoice(
  { text, reasoning, calls, logprobs, finishReason }: GatheredChoice,
  index: number,
  { withLogprobs, form }: ChatGatheringOptions,
): ChatChoice {
  const hasCalls = calls.length > 0;
  return {
    index,
    message: {
      role: 'assistant',
      content: text === '' && hasCalls ? null : text,
      ...(reasoning === '' ? {} : { [form.reasoningField]: reasoning }),
      ...(hasCalls ? callFields(calls, form.callsAreOlder) : {}),
      refusal: null,
      annotations: [],
    },
    logprobs: withLogprobs ? toChatLogprobs(logprobs) : null,
    finish_reason: toChatFinishReason(finishReason, hasCalls, form.callsAreOlder),
  };
}

function callFields(calls: readonly WireCall[], areOlder: boolean) {
  const [first] = calls;
  if (!areOlder || first === undefined) return { tool_calls: calls.map(toToolCall) };
  return { function_call: { name: first.name, arguments: first.input } };
}

function toToolCall({ id, name, isCustom, input }: WireCall): ToolCall {
  return isCustom
    ? { id, type: 'custom', custom: { name, input } }
    : { id, type: 'function', function: { name, arguments: input } };
}
