import { type Static, Type } from 'typebox';
import { closed, taggedUnion } from '../schema/shapes.ts';

const FunctionToolCall = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('function'),
    function: Type.Object({ name: Type.String(), arguments: Type.String() }, closed),
  },
  closed,
);

const CustomToolCall = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('custom'),
    custom: Type.Object({ name: Type.String(), input: Type.String() }, closed),
  },
  closed,
);

/** A call the model made in an earlier turn. */
export const ToolCall = taggedUnion('type', [FunctionToolCall, CustomToolCall]);

export type ToolCall = Static<typeof ToolCall>;
