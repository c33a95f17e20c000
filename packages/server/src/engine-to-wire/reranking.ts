import type { EmbeddingResult } from '@samewire/engine';
import type { Reranking, RerankRequest } from '@samewire/shared-types';
import { textOf } from '../wire-to-engine/rerank-request.ts';
import { createAnswerId } from './answer-head.ts';
import { toInputUsage } from './embedding-list.ts';

/** The documents of a request, best first. */
export function toReranking(
  { vectors, numTokens }: EmbeddingResult,
  body: RerankRequest,
  model: string,
): Reranking {
  const toScore = body.raw_scores === true ? rawScore : relevance;
  const results = vectors
    .map((scores, index) => ({ index, relevance_score: toScore(scores) }))
    .toSorted((a, b) => b.relevance_score - a.relevance_score)
    .slice(0, body.top_n ?? vectors.length);
  return {
    id: createAnswerId('rerank-', 29),
    object: 'list',
    model,
    results:
      body.return_documents === true
        ? results.map((result) => withDocument(result, body))
        : results,
    usage: toInputUsage(numTokens),
  };
}

function withDocument(
  result: Reranking['results'][number],
  { documents }: RerankRequest,
): Reranking['results'][number] {
  const text = textOf(documents[result.index] ?? '');
  return { ...result, document: { text } };
}

function rawScore([score = 0]: Float32Array): number {
  return score;
}

/** Several scores are the probabilities of the answers yes and no; one may be any number. */
function relevance(scores: Float32Array): number {
  const score = rawScore(scores);
  return scores.length > 1 ? score : 1 / (1 + Math.exp(-score));
}
