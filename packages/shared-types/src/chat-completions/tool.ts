import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';
import { closed, oneOf, orNull, taggedUnion } from '../schema/shapes.ts';

/** What a tool may be called: it becomes part of grammars and of what the model reads. */
export const toolName = Type.String({
  minLength: 1,
  maxLength: 64,
  pattern: '^[a-zA-Z0-9_-]+$',
});
const name = toolName;

/** What the model reads of a tool. No more than any model has room for. */
export const toolDescription = Type.String({ maxLength: 65_536 });

/** A function that the model may call. */
export const FunctionDefinition = Type.Object(
  {
    name,
    description: Type.Optional(toolDescription),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    strict: Type.Optional(orNull(Type.Boolean())),
  },
  closed,
);

const FunctionTool = Type.Object(
  { type: Type.Literal('function'), function: FunctionDefinition },
  closed,
);

const CustomToolFormat = taggedUnion('type', [
  Type.Object({ type: Type.Literal('text') }, closed),
  Type.Object(
    {
      type: Type.Literal('grammar'),
      grammar: Type.Object(
        { definition: Type.String(), syntax: oneOf('lark', 'regex') },
        closed,
      ),
    },
    closed,
  ),
]);

const CustomTool = Type.Object(
  {
    type: Type.Literal('custom'),
    custom: Type.Object(
      {
        name,
        description: Type.Optional(toolDescription),
        format: Type.Optional(CustomToolFormat),
      },
      closed,
    ),
  },
  closed,
);

export const Tool = taggedUnion('type', [FunctionTool, CustomTool]);

const named = Type.Object({ name }, closed);

const ToolChoiceObject = taggedUnion('type', [
  Type.Object({ type: Type.Literal('function'), function: named }, closed),
  Type.Object({ type: Type.Literal('custom'), custom: named }, closed),
  Type.Object(
    {
      type: Type.Literal('allowed_tools'),
      allowed_tools: Type.Object(
        {
          mode: oneOf('auto', 'required'),
          tools: Type.Array(Type.Record(Type.String(), Type.Unknown())),
        },
        closed,
      ),
    },
    closed,
  ),
]);

export const ToolChoice = wordOrObject(
  oneOf('none', 'auto', 'required'),
  ToolChoiceObject,
);

export type Tool = Static<typeof Tool>;
export type ToolChoice = Static<typeof ToolChoice>;

/** The older form of `ToolChoice`. */
export const FunctionCallChoice = wordOrObject(oneOf('none', 'auto'), named);

/**
 * One of a few words, or an object. Told apart by type rather than as a union, so that a
 * fault in either has its own path and words; null counts as left out.
 */
export function wordOrObject<Word extends TSchema, Shape extends TSchema>(
  word: Word,
  shape: Shape,
): TUnsafe<Static<Word> | Static<Shape> | null> {
  return Type.Unsafe<Static<Word> | Static<Shape> | null>({
    type: ['string', 'object', 'null'],
    if: { type: 'string' },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own keyword
    then: word,
    else: orNull(shape),
  });
}
