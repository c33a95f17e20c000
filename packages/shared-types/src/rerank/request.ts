import { type Static, Type } from 'typebox';
import { implemented, required } from '../schema/request-field.ts';
import { priority } from '../schema/sampling-fields.ts';
import { user } from '../schema/service-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';

/** The most documents of one request. */
const maxRerankDocuments = 2048;

/** A text, or an object that holds one. */
export type RerankDocument = string | { readonly text: string };

const RerankDocument = Type.Unsafe<RerankDocument>({
  type: ['string', 'object'],
  required: ['text'],
  properties: { text: { type: 'string' } },
  additionalProperties: true,
});

/** The body of `POST /v1/rerank`, as Jina and Cohere have it. */
export const RerankRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    query: required(Type.String({ minLength: 1 }), 'What the documents are to answer.'),
    documents: required(
      Type.Array(RerankDocument, { minItems: 1, maxItems: maxRerankDocuments }),
      'Up to 2048 texts, or objects with a `text`. The query and any one of them must not be ' +
        'longer than the model reads at once.',
    ),
    top_n: implemented(
      orNull(Type.Integer({ minimum: 1 })),
      'Only so many of the best; default: all.',
    ),
    return_documents: implemented(
      orNull(Type.Boolean()),
      'Whether results hold the texts of their documents. Default `false`.',
    ),
    raw_scores: implemented(
      orNull(Type.Boolean()),
      "The model's own figures. By default those of a model with one figure are brought " +
        'between 0 and 1, by the logistic function.',
    ),
    user,
    priority,
  },
  {
    ...closed,
    title: 'RerankRequest',
    examples: [
      { model: 'my-model', query: 'Who?', documents: ['Because.', 'A cat.'], top_n: 1 },
    ],
  },
);

export type RerankRequest = Static<typeof RerankRequest>;
