/**
 * Prompts as token ids, so that every server reads exactly the same and none spends time on
 * tokenising.
 */
export function randomPrompt(seed: number, length: number): number[] {
  // A linear congruential generator (Numerical Recipes); ids of common words of any vocabulary.
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 300 + ((state >>> 8) % 20_000);
  });
}

/** Drawn at random, with a seed: answers of random weights would otherwise repeat one token. */
export function answerOf(prompt: string | readonly number[], maxTokens: number): object {
  return { prompt, max_tokens: maxTokens, temperature: 1, seed: 7, ignore_eos: true };
}
