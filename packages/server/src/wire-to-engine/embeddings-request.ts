import type { EmbeddingInputs, ModelInfo } from '@samewire/engine';
import type { EmbeddingInput, EmbeddingsRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';
import { gotWords } from '../errors/fault-words.ts';
import { requireKnownTokens } from '../errors/known-tokens.ts';
import { WireError } from '../errors/wire-error.ts';

/**
 * The texts of a validated request.
 *
 * @param info of the served model, if it is known yet
 * @throws WireError for what the schema cannot express
 */
export function toEmbeddingInputs(
  { input }: EmbeddingsRequest,
  info: ModelInfo | undefined,
): EmbeddingInputs {
  const texts = toTexts(input);
  for (const [index, text] of texts.entries()) {
    if (typeof text === 'string')
      requirePlausibleLength(text.length, info?.embedding?.maxInputTokens, 'embeddings');
    else requireKnownTokens(text, info?.numVocab, pathOf(input, index));
  }
  return {
    kind: 'texts',
    texts: texts.map((text) => (typeof text === 'string' ? text : Int32Array.from(text))),
  };
}

/**
 * How many values each vector is to have.
 *
 * @param isMatryoshka whether the first values of a vector are a vector themselves
 * @throws WireError for as many as the model does not make
 */
export function toDimensions(
  { dimensions }: EmbeddingsRequest,
  info: ModelInfo | undefined,
  isMatryoshka: boolean,
): number | undefined {
  if (dimensions == null) return undefined;
  const most = info?.embedding?.numDimensions;
  if (dimensions === most) return undefined;
  if (!isMatryoshka)
    throw new WireError('This model does not support specifying dimensions.', {
      param: 'dimensions',
      code: 'unsupported_parameter',
    });
  if (most !== undefined && dimensions > most)
    throw new WireError(
      `Invalid 'dimensions': integer above maximum value. Expected a value <= ${most}, ` +
        `but got ${dimensions} instead.`,
      { param: 'dimensions', code: 'integer_above_max_value' },
    );
  return dimensions;
}

function toTexts(input: EmbeddingInput): (string | readonly number[])[] {
  if (typeof input === 'string') return [input];
  const [first] = input;
  if (typeof first === 'number') return [requireAll(input, isNumber, 'an integer')];
  if (typeof first === 'string') return requireAll(input, isText, 'a string');
  return requireAll(input, isTokenList, 'an array of integers');
}

/** A list holds one kind of thing, which its first one decides. */
function requireAll<T>(
  list: readonly unknown[],
  isOne: (value: unknown) => value is T,
  expected: string,
): T[] {
  const at = list.findIndex((value) => !isOne(value));
  if (at === -1) return list.filter(isOne);
  throw new WireError(
    `Invalid type for 'input[${at}]': expected ${expected}, but got ` +
      `${gotWords(list[at])} instead.`,
    { param: `input[${at}]`, code: 'invalid_type' },
  );
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTokenList(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}

function pathOf(input: EmbeddingInput, index: number): string {
  return Array.isArray(input[0]) ? `input[${index}]` : 'input';
}
