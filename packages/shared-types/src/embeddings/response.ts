import { type Static, Type } from 'typebox';

/** The vector of one input, of unit length. */
export const Embedding = Type.Object({
  object: Type.Literal('embedding'),
  index: Type.Integer(),
  embedding: Type.Union([
    Type.Array(Type.Number()),
    Type.String({ description: 'Base64 of 32-bit floats, little-endian.' }),
  ]),
});

/** What reading the inputs of a request has taken; nothing is generated. */
export const InputUsage = Type.Object({
  prompt_tokens: Type.Integer(),
  total_tokens: Type.Integer(),
});

/** The answer to `POST /v1/embeddings`. */
export const EmbeddingList = Type.Object(
  {
    object: Type.Literal('list'),
    data: Type.Array(Embedding),
    model: Type.String(),
    usage: InputUsage,
  },
  { title: 'EmbeddingList' },
);

export type Embedding = Static<typeof Embedding>;
export type InputUsage = Static<typeof InputUsage>;
export type EmbeddingList = Static<typeof EmbeddingList>;
