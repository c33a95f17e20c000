import type { TokenLogprob } from '@samewire/engine';
import type { CompletionLogprobs } from '@samewire/shared-types';
import { countCharacters } from '../count-characters.ts';
import { toFinite } from './chat-logprobs.ts';
import { tokenText } from './token-text.ts';

/**
 * Log probabilities in the form of text completions.
 *
 * @param startOffset where the first token's text begins in the text of its choice
 */
export function toCompletionLogprobs(
  logprobs: readonly TokenLogprob[],
  startOffset: number,
): CompletionLogprobs {
  const tokens = logprobs.map(({ bytes }) => tokenText(bytes));
  return {
    tokens,
    token_logprobs: logprobs.map(({ logprob }) => toFinite(logprob)),
    top_logprobs: logprobs.map(({ top }) =>
      Object.fromEntries(
        top.map(({ bytes, logprob }) => [tokenText(bytes), toFinite(logprob)]),
      ),
    ),
    text_offset: offsets(logprobs, startOffset),
  };
}

/** A token that ends inside a character does not move on. */
function offsets(logprobs: readonly TokenLogprob[], startOffset: number): number[] {
  const decoder = new TextDecoder();
  let offset = startOffset;
  return logprobs.map(({ bytes }) => {
    const start = offset;
    offset += countCharacters(decoder.decode(bytes, { stream: true }));
    return start;
  });
}
