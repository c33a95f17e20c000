import type { EmbeddingInputs, ModelInfo } from '@samewire/engine';
import type { RerankDocument, RerankRequest } from '@samewire/shared-types';
import { requirePlausibleLength } from '../errors/context-length.ts';

/**
 * The query and the documents of a validated request.
 *
 * @param info of the served model, if it is known yet
 * @throws WireError if one of them cannot fit
 */
export function toRankedPairs(
  { query, documents }: RerankRequest,
  info: ModelInfo | undefined,
): EmbeddingInputs {
  const texts = documents.map(textOf);
  for (const text of texts)
    requirePlausibleLength(
      query.length + text.length,
      info?.embedding?.maxInputTokens,
      'rerank',
    );
  return { kind: 'pairs', query, documents: texts };
}

export function textOf(document: RerankDocument): string {
  return typeof document === 'string' ? document : document.text;
}
