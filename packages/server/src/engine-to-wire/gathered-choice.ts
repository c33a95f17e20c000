import {
  type EngineEvent,
  type EngineEvents,
  type FinishEvent,
  type FinishReason,
  readEvents,
  type TextDeltaEvent,
  type TokenLogprob,
  type ToolCallDeltaEvent,
} from '@samewire/engine';
import { ToolCalls, type ToolCallOptions, type WireCall } from './tool-calls.ts';
import type { UsageCounter } from './usage.ts';

/** One choice of an answer that is sent whole, while its text arrives. */
export class GatheredChoice {
  text = '';
  reasoning = '';
  readonly logprobs: TokenLogprob[] = [];
  finishReason: FinishReason = 'length';
  readonly #calls: ToolCalls;

  constructor(calls: ToolCallOptions) {
    this.#calls = new ToolCalls(calls);
  }

  get calls(): readonly WireCall[] {
    return this.#calls.calls;
  }

  addText({ text, logprobs }: TextDeltaEvent): void {
    this.text += text;
    if (logprobs !== undefined) this.logprobs.push(...logprobs);
  }

  addCall(event: ToolCallDeltaEvent): void {
    this.#calls.add(event);
  }

  finish({ reason }: FinishEvent): void {
    this.finishReason = reason;
  }
}

/** The choices of one prompt, while their events arrive. */
export class ChoiceGatherer {
  readonly choices: readonly GatheredChoice[];
  readonly #usage: UsageCounter;

  constructor(numChoices: number, usage: UsageCounter, calls: ToolCallOptions = noCalls) {
    const choices: GatheredChoice[] = [];
    // A loop: `Array.from` takes longer than all the rest of a short answer.
    while (choices.length < numChoices) choices.push(new GatheredChoice(calls));
    this.choices = choices;
    this.#usage = usage;
  }

  add(event: EngineEvent): void {
    switch (event.type) {
      case 'accepted':
        this.#usage.addPrompt(event);
        break;
      case 'text-delta':
        this.choices[event.choice]?.addText(event);
        break;
      case 'reasoning-delta':
        this.#addReasoning(event);
        break;
      case 'tool-call-delta':
        this.choices[event.choice]?.addCall(event);
        break;
      case 'finish':
        this.choices[event.choice]?.finish(event);
        this.#usage.addChoice(event);
        break;
    }
  }

  #addReasoning({ choice, text }: TextDeltaEvent): void {
    const gathered = this.choices[choice];
    if (gathered !== undefined) gathered.reasoning += text;
  }
}

/** Of prompts that are no chats, and so never have any. */
const noCalls: ToolCallOptions = { customNames: new Set(), createId: () => '' };

/** Reads the events of one prompt to their end. */
export async function gatherChoices(
  events: EngineEvents,
  numChoices: number,
  usage: UsageCounter,
): Promise<readonly GatheredChoice[]> {
  const gatherer = new ChoiceGatherer(numChoices, usage);
  await readEvents(events, (event) => gatherer.add(event));
  return gatherer.choices;
}
