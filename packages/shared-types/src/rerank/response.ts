import { type Static, Type } from 'typebox';
import { InputUsage } from '../embeddings/response.ts';

/** How well one document answers the query. */
const RerankResult = Type.Object({
  index: Type.Integer({ description: 'Its place among the documents of the request.' }),
  relevance_score: Type.Number(),
  document: Type.Optional(Type.Object({ text: Type.String() })),
});

/** The answer to `POST /v1/rerank`: results, best first. */
export const Reranking = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('list'),
    model: Type.String(),
    results: Type.Array(RerankResult),
    usage: InputUsage,
  },
  { title: 'Reranking' },
);

export type Reranking = Static<typeof Reranking>;
