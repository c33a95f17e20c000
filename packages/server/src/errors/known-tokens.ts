import { WireError } from './wire-error.ts';

/** @throws WireError if an id is outside the model's vocabulary, if that is known yet */
export function requireKnownTokens(
  tokens: readonly number[],
  numVocab: number | undefined,
  path = 'tokens',
): void {
  if (numVocab === undefined) return;
  const at = tokens.findIndex((token) => token >= numVocab);
  if (at === -1) return;
  throw new WireError(
    `Invalid '${path}[${at}]': integer above maximum value. Expected a value ` +
      `<= ${numVocab - 1}, but got ${tokens[at]} instead.`,
    { param: `${path}[${at}]`, code: 'integer_above_max_value' },
  );
}
