import { type Static, Type } from 'typebox';
import { closed, taggedUnion, textOrList } from '../schema/shapes.ts';
import { TextPart } from './content-part.ts';

/** What a client expects the answer to be, such as the file that it asks to change. */
export const PredictionContent = taggedUnion('type', [
  Type.Object(
    {
      type: Type.Literal('content'),
      content: textOrList(taggedUnion('type', [TextPart]), { minItems: 1 }),
    },
    closed,
  ),
]);

export type PredictionContent = Static<typeof PredictionContent>;
