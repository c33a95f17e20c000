import type {
  EngineEvent,
  FinishEvent,
  TextDeltaEvent,
  TokenLogprob,
} from '@samewire/engine';
import { toWireFinishReason } from './finish-reason.ts';
import type { UsageCounter } from './usage.ts';

/** One choice of an answer that is sent whole, while its text arrives. */
export class GatheredChoice {
  text = '';
  readonly logprobs: TokenLogprob[] = [];
  finishReason: 'stop' | 'length' = 'length';

  addText({ text, logprobs }: TextDeltaEvent): void {
    this.text += text;
    if (logprobs !== undefined) this.logprobs.push(...logprobs);
  }

  finish({ reason }: FinishEvent): void {
    this.finishReason = toWireFinishReason(reason);
  }
}

/** The choices of one prompt, while their events arrive. */
export class ChoiceGatherer {
  readonly choices: readonly GatheredChoice[];
  readonly #usage: UsageCounter;

  constructor(numChoices: number, usage: UsageCounter) {
    this.choices = Array.from({ length: numChoices }, () => new GatheredChoice());
    this.#usage = usage;
  }

  add(event: EngineEvent): void {
    switch (event.type) {
      case 'accepted':
        this.#usage.addPrompt(event.numPromptTokens);
        break;
      case 'text-delta':
        this.choices[event.choice]?.addText(event);
        break;
      case 'finish':
        this.choices[event.choice]?.finish(event);
        this.#usage.addChoice(event);
        break;
    }
  }
}

/** Reads the events of one prompt to their end. */
export async function gatherChoices(
  events: AsyncIterable<EngineEvent>,
  numChoices: number,
  usage: UsageCounter,
): Promise<readonly GatheredChoice[]> {
  const gatherer = new ChoiceGatherer(numChoices, usage);
  for await (const event of events) gatherer.add(event);
  return gatherer.choices;
}
