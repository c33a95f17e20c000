import type { Content, Part, Pieces, ScenarioToolCall } from './scenario.ts';

/** A word's first letters with the space before them, the rest of a long word, or space at the end. */
const tokenLike = /\s*\S{1,6}|\s+$/gu;

/**
 * Text in pieces of the size of tokens. Pieces together are the text; none ends inside a
 * character.
 *
 * @example
 * piecesOf('Hello there'); // ['Hello', ' there']
 */
export function piecesOf(text: Pieces): readonly string[] {
  return typeof text === 'string' ? (text.match(tokenLike) ?? []) : text;
}

/** The arguments of a call in the pieces they are to come in. */
export function argumentPieces({
  arguments: given,
}: ScenarioToolCall): readonly string[] {
  const isText = typeof given === 'string' || Array.isArray(given);
  return piecesOf(isText ? (given as Pieces) : JSON.stringify(given));
}

/** What a choice contains, in order. */
export function partsOf(content: Content): readonly Part[] {
  if (content.parts) return content.parts;
  const { reasoning, text, structured, refusal, toolCalls = [] } = content;
  return [
    ...(reasoning === undefined ? [] : [{ reasoning }]),
    ...(text === undefined ? [] : [{ text }]),
    ...(structured === undefined ? [] : [{ text: JSON.stringify(structured) }]),
    ...(refusal === undefined ? [] : [{ refusal }]),
    ...toolCalls.map((toolCall) => ({ toolCall })),
  ];
}
