import { type Static, Type } from 'typebox';
import { toolDescription, toolName, wordOrObject } from '../chat-completions/tool.ts';
import { closed, oneOf, orNull, taggedUnion } from '../schema/shapes.ts';

const description = Type.Optional(orNull(toolDescription));
/** Ways of telling the model of a tool later; here it is told of all at once. */
const loading = {
  defer_loading: Type.Optional(Type.Boolean()),
  namespace: Type.Optional(orNull(Type.String())),
};

const FunctionTool = Type.Object(
  {
    type: Type.Literal('function'),
    name: toolName,
    description,
    parameters: Type.Optional(orNull(Type.Record(Type.String(), Type.Unknown()))),
    strict: Type.Optional(orNull(Type.Boolean())),
    ...loading,
  },
  closed,
);

const CustomTool = Type.Object(
  {
    type: Type.Literal('custom'),
    name: toolName,
    description: Type.Optional(toolDescription),
    format: Type.Optional(
      taggedUnion('type', [
        Type.Object({ type: Type.Literal('text') }, closed),
        Type.Object(
          {
            type: Type.Literal('grammar'),
            definition: Type.String(),
            syntax: oneOf('lark', 'regex'),
          },
          closed,
        ),
      ]),
    ),
    ...loading,
  },
  closed,
);

/** A tool of the client's own; those that OpenAI hosts are not there. */
export const ResponseTool = taggedUnion('type', [FunctionTool, CustomTool]);

const name = Type.String({ minLength: 1 });

export const ResponseToolChoice = wordOrObject(
  oneOf('none', 'auto', 'required'),
  taggedUnion('type', [
    Type.Object({ type: Type.Literal('function'), name }, closed),
    Type.Object({ type: Type.Literal('custom'), name }, closed),
    Type.Object(
      {
        type: Type.Literal('allowed_tools'),
        mode: oneOf('auto', 'required'),
        tools: Type.Array(Type.Record(Type.String(), Type.Unknown())),
      },
      closed,
    ),
  ]),
);

/** A function as answers repeat it: with everything that was left out. */
const ReturnedFunctionTool = Type.Object({
  type: Type.Literal('function'),
  name: Type.String(),
  description: orNull(Type.String()),
  parameters: orNull(Type.Record(Type.String(), Type.Unknown())),
  strict: orNull(Type.Boolean()),
});

export const ReturnedTool = taggedUnion('type', [ReturnedFunctionTool, CustomTool]);

export type ResponseTool = Static<typeof ResponseTool>;
export type ResponseToolChoice = Static<typeof ResponseToolChoice>;
export type ReturnedTool = Static<typeof ReturnedTool>;
