import type { ModelInfo } from '@samewire/engine';

/** A model that cannot continue text. */
export const embeddingModel: Partial<ModelInfo> = { canGenerate: false };

/** A model that says how well documents answer a query. */
export const rankingModel: Partial<ModelInfo> = {
  canGenerate: false,
  embedding: { numDimensions: 1, pooling: 'rank', maxInputTokens: 512 },
};
