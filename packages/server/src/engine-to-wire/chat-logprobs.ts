import type { TokenLogprob, TokenProbability } from '@samewire/engine';
import type { ChatLogprobs, ChatTokenLogprob } from '@samewire/shared-types';
import { tokenText } from './token-text.ts';

/** Log probabilities in the form of chat completions. */
export function toChatLogprobs(logprobs: readonly TokenLogprob[]): ChatLogprobs {
  return { content: logprobs.map(toTokenLogprob), refusal: null };
}

function toTokenLogprob(logprob: TokenLogprob): ChatTokenLogprob {
  return { ...toProbability(logprob), top_logprobs: logprob.top.map(toProbability) };
}

function toProbability({ bytes, logprob }: TokenProbability) {
  return { token: tokenText(bytes), logprob: toFinite(logprob), bytes: [...bytes] };
}

/** JSON has no word for minus infinity; OpenAI writes this number for "never". */
export function toFinite(logprob: number): number {
  return Math.max(logprob, -9999);
}
