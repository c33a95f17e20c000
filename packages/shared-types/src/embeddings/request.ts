import { type Static, Type } from 'typebox';
import { implemented, required } from '../schema/request-field.ts';
import { priority } from '../schema/sampling-fields.ts';
import { user } from '../schema/service-fields.ts';
import { closed, oneOf, orNull } from '../schema/shapes.ts';

/** The most inputs of one request. */
const maxEmbeddingInputs = 2048;

const token = { type: 'integer', minimum: 0, maximum: 2_147_483_647 };

/** A text, several texts, the tokens of one text, or those of several. */
export type EmbeddingInput =
  | string
  | readonly string[]
  | readonly number[]
  | readonly (readonly number[])[];

/** Written as one schema rather than as a union, so that a fault is one fault with one path. */
export const EmbeddingInput = Type.Unsafe<EmbeddingInput>({
  type: ['string', 'array'],
  minLength: 1,
  minItems: 1,
  maxItems: maxEmbeddingInputs,
  items: {
    ...token,
    type: ['string', 'integer', 'array'],
    minLength: 1,
    minItems: 1,
    items: token,
  },
});

/** The body of `POST /v1/embeddings`. */
export const EmbeddingsRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    input: required(
      EmbeddingInput,
      'A text, up to 2048 texts, token ids, or a list of those. None may be empty or longer ' +
        'than the model reads at once.',
    ),
    encoding_format: implemented(
      orNull(oneOf('float', 'base64')),
      '`base64` is that of the values as 32-bit floats, little-endian. Default `float`.',
    ),
    dimensions: implemented(
      orNull(Type.Integer({ minimum: 1 })),
      'The first values of each vector, made to unit length again. Fewer than the model ' +
        'makes only with the setting `matryoshka`: of other models they mean nothing.',
    ),
    user,
    priority,
  },
  {
    ...closed,
    title: 'EmbeddingsRequest',
    examples: [{ model: 'my-model', input: ['One text', 'Another one'] }],
  },
);

export type EmbeddingsRequest = Static<typeof EmbeddingsRequest>;
