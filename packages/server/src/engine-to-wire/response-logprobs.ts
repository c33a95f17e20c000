import type { TokenLogprob, TokenProbability } from '@samewire/engine';
import type { EventLogprob, PartLogprob } from '@samewire/shared-types';
import { toFinite } from './chat-logprobs.ts';
import { tokenText } from './token-text.ts';

/** Log probabilities in the form of the parts of a response. */
export function toPartLogprobs(logprobs: readonly TokenLogprob[]): PartLogprob[] {
  return logprobs.map((logprob) => ({
    ...toProbability(logprob),
    top_logprobs: logprob.top.map(toProbability),
  }));
}

/** The same in the form of events, which have no bytes. */
export function toEventLogprobs(logprobs: readonly PartLogprob[]): EventLogprob[] {
  return logprobs.map(({ token, logprob, top_logprobs: top }) => ({
    token,
    logprob,
    top_logprobs: top.map((other) => ({ token: other.token, logprob: other.logprob })),
  }));
}

function toProbability({ bytes, logprob }: TokenProbability) {
  return { token: tokenText(bytes), bytes: [...bytes], logprob: toFinite(logprob) };
}
