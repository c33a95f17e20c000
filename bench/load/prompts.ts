import { randomNumbers } from './random.ts';

/**
 * Prompts as token ids, so that every contender reads exactly the same and none spends time on
 * tokenising.
 */
export function randomPrompt(seed: number, length: number): number[] {
  const random = randomNumbers(seed);
  // Ids of common words of any large vocabulary.
  return Array.from({ length }, () => 300 + Math.floor(random() * 20_000));
}

const words =
  'the a of to in is and for on it as with that by this at from be are or an which not have one all were when we there can more if no out other so what time up only new some could these two may then do first any my now such like over our even most made after also did many before must through years where much your way well down should because each just those people how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three'.split(
    ' ',
  );

/** Words without sense, about a token each. */
export function randomWords(seed: number, count: number): string {
  const random = randomNumbers(seed);
  const word = () => words[Math.floor(random() * words.length)] ?? '';
  return Array.from({ length: count }, word).join(' ');
}

/** Drawn at random, with a seed: answers of random weights would otherwise repeat a few tokens. */
export function answerOf(prompt: string | readonly number[], maxTokens: number): object {
  return { prompt, ...answer(maxTokens) };
}

export function answer(maxTokens: number): object {
  return { max_tokens: maxTokens, temperature: 1, seed: 7, ignore_eos: true };
}
