import { type Static, Type } from 'typebox';
import { closed, orNull, taggedUnion } from '../schema/shapes.ts';

const JsonSchemaFormat = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 64 }),
    description: Type.Optional(Type.String()),
    schema: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    strict: Type.Optional(orNull(Type.Boolean())),
  },
  closed,
);

/** What form the answer's text has to have. */
export const ResponseFormat = taggedUnion('type', [
  Type.Object({ type: Type.Literal('text') }, closed),
  Type.Object({ type: Type.Literal('json_object') }, closed),
  Type.Object(
    { type: Type.Literal('json_schema'), json_schema: JsonSchemaFormat },
    closed,
  ),
]);

export type ResponseFormat = Static<typeof ResponseFormat>;
