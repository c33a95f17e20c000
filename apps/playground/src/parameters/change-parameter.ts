import { changeVariant } from '../board/board-store.ts';
import { emptyVariant, type Variant } from '../board/board.ts';
import type { ParameterName } from '../wire/chat-wire.ts';

/** Sets a parameter as typed; an empty text gives it back to the server. */
export function setParameter(variant: Variant, name: ParameterName, text: string): void {
  const { [name]: _, ...others } = variant.parameters;
  const parameters = text === '' ? others : { ...others, [name]: text };
  changeVariant(variant.id, { parameters });
}

/** Gives every parameter back to the server. */
export function resetParameters(variant: Variant): void {
  const { parameters, stopLines, logprobs, tools, schema } = emptyVariant;
  changeVariant(variant.id, { parameters, stopLines, logprobs, tools, schema });
}

/** How many settings differ from leaving everything to the server. */
export function countSet(variant: Variant): number {
  const { parameters, stopLines, logprobs, tools, schema } = variant;
  const numbers = Object.values(parameters).filter((text) => text.trim() !== '').length;
  const texts = [stopLines, tools, schema].filter((text) => text.trim() !== '').length;
  return numbers + texts + (logprobs ? 1 : 0);
}
