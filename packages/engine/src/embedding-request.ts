/** Texts to be turned into vectors. Plain data: it can be cloned into another process. */
export interface EmbeddingRequest {
  /**
   * What each vector is made of.
   *
   * - `texts` are tokenised with the model's begin and end tokens around them, strings; token ids
   *   are taken as they stand. None may be empty.
   * - `pairs` is for a model that ranks: one vector for each document, read with the query.
   */
  readonly inputs: EmbeddingInputs;
  /** Requests of higher priority are served first; an integer, default 0. */
  readonly priority?: number;
  /** Whom the work is for, as in `EngineRequest`. */
  readonly tenant?: string;
  /** > 0; default 1. */
  readonly tenantWeight?: number;
}

export type EmbeddingInputs =
  | { readonly kind: 'texts'; readonly texts: readonly (string | Int32Array)[] }
  | {
      readonly kind: 'pairs';
      readonly query: string;
      readonly documents: readonly string[];
    };

export interface EmbeddingResult {
  /**
   * One for each input, in their order, as the model's pooling gives them: not normalised. Of a
   * model that ranks, its scores, the first of which says how well the document fits.
   */
  readonly vectors: readonly Float32Array[];
  /** Tokens of each input. */
  readonly numTokens: readonly number[];
}

/** The vector of one input, as the engine's events carry it. */
export interface VectorEvent {
  readonly type: 'vector';
  /** Place of the input. */
  readonly input: number;
  readonly values: Float32Array;
}
