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
  /** The event that ended it, once it has ended. */
  end: FinishEvent | undefined;

  addText({ text, logprobs }: TextDeltaEvent): void {
    this.text += text;
    if (logprobs !== undefined) this.logprobs.push(...logprobs);
  }

  /** Why it ended, in OpenAI's words. */
  get finishReason(): 'stop' | 'length' {
    return toWireFinishReason(this.end?.reason ?? 'cancelled');
  }
}

/** Reads the events of one prompt to their end. */
export async function gatherChoices(
  events: AsyncIterable<EngineEvent>,
  numChoices: number,
  usage: UsageCounter,
): Promise<GatheredChoice[]> {
  const choices = Array.from({ length: numChoices }, () => new GatheredChoice());
  for await (const event of events) {
    if (event.type === 'accepted') usage.addPrompt(event.numPromptTokens);
    if (event.type === 'text-delta') choices[event.choice]?.addText(event);
    if (event.type === 'finish') {
      const choice = choices[event.choice];
      if (choice !== undefined) choice.end = event;
      usage.addChoice(event);
    }
  }
  return choices;
}
