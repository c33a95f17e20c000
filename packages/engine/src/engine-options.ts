/** A LoRA adapter of the model, and the name requests know it by. */
export interface AdapterFile {
  readonly name: string;
  /** A GGUF file. */
  readonly path: string;
}

/** What a KV cache can be made of, by ggml's names. */
export const cacheTypes = [
  'f32',
  'f16',
  'bf16',
  'q8_0',
  'q5_1',
  'q5_0',
  'q4_1',
  'q4_0',
  'iq4_nl',
] as const;

export type CacheType = (typeof cacheTypes)[number];

/** What is taken of a request's media. What is over a limit is refused before it is decoded. */
export interface MediaLimits {
  /** Pictures and recordings of one prompt; default 32. */
  readonly maxFiles?: number;
  /** Bytes of one of them; default 20 MiB. */
  readonly maxFileBytes?: number;
  /** Pixels of a picture; default 33,554,432, which is a little more than an 8K screen has. */
  readonly maxImagePixels?: number;
  /** Length of a recording; default 600. */
  readonly maxAudioSeconds?: number;
}

/** How a model is loaded. What is left out is chosen from model and machine. */
export interface EngineOptions {
  /** A GGUF file; of a split model, its first part. */
  readonly modelPath: string;
  /**
   * Tokens the KV cache holds, over all requests. In one pool, one request may use up to this
   * many, or up to the context length the model was trained with if that is less.
   */
  readonly contextSize?: number;
  /** Sequences computed together at most; default 8. */
  readonly numSlots?: number;
  /**
   * How the KV cache is divided. `pooled`: sequences share prefixes, and one may use all of it.
   * `separate`: an equal part for each slot; nothing is shared, but attention does not look at
   * the cells of others, which is what costs most in a tiny model. Default `auto`: separate for
   * a model of up to 32 MiB, pooled for the rest.
   */
  readonly kvLayout?: 'auto' | 'pooled' | 'separate';
  /**
   * Whether attention is computed in pieces, without a table of all its scores. Default `auto`: where
   * the hardware can. On a CPU `off` continues a single long text faster, and reads long prompts
   * slower.
   */
  readonly flashAttention?: 'auto' | 'on' | 'off';
  /**
   * What keys are kept as in the KV cache; default `f16`. `q8_0` takes half of the memory, `q4_0` a
   * quarter, at some loss.
   */
  readonly cacheTypeK?: CacheType;
  /** The same for values; what is less than 16 bits takes flash attention. */
  readonly cacheTypeV?: CacheType;
  /** Threads that compute a step. */
  readonly numThreads?: number;
  /** Layers computed on a GPU, if the addon was built for one; default: all. */
  readonly numGpuLayers?: number;
  /** Choices that may wait for a slot before more are refused; default 1024. */
  readonly maxWaiting?: number;
  /** Prompt tokens that may wait before more requests are refused; default: no limit. */
  readonly maxWaitingTokens?: number;
  /**
   * Cells of a pooled KV cache that may hold nothing but prefixes kept for later requests; default
   * 8192. With a GPU attention looks at them in every step, so more of them slow down every stream a
   * little; on a CPU most of them are moved to RAM while others run, as far as there is room.
   */
  readonly maxKeptCells?: number;
  /**
   * Bytes of RAM for prefixes that lost their cells, from where they come back sooner than they
   * would be computed; 0: none. Default: a quarter of the memory that is free when the model has
   * been loaded, at most 8 GiB. Not used where the KV cache is separate.
   */
  readonly cacheRamBytes?: number;
  /**
   * A folder for prefixes that RAM has no room for, of one engine at a time; they outlive it.
   * Default: none. Prompts can be read from what is in it.
   */
  readonly cacheDiskDir?: string;
  /** Most bytes in that folder; default 10 GiB. */
  readonly cacheDiskBytes?: number;
  /**
   * How long a step may take while streams wait for their next token, in milliseconds; default
   * 300. Long prompts are read in pieces that fit.
   */
  readonly targetStepMs?: number;
  /**
   * Where drafts come from: tokens that are computed together with the next one because they are
   * likely to follow, and are kept if they do. `ngram`: what followed in prompt and answer where
   * they read the same before, and what requests predict; `prediction`: the latter alone. Answers
   * stay what they are but for the last bits of sums, and a draft is computed only where that has
   * paid so far. Default `prediction`; none where a model's past cannot be cut back.
   */
  readonly speculation?: 'ngram' | 'prediction' | 'off';
  /**
   * A smaller GGUF of the same vocabulary, which says what the model is likely to say: tokens to be
   * computed together, in the place of one after the other. It is asked only where that has paid so
   * far, and not about prompts with pictures or recordings. Default: none.
   */
  readonly draftModelPath?: string;
  /** Layers of it computed on a GPU; default: all. */
  readonly numDraftGpuLayers?: number;
  /**
   * Draft with the layer that the model was trained with for it (MTP, NextN), in the place of a draft
   * model. Where a model has none that can be used, loading it fails, with the reason. Takes memory
   * for that layer, and for what it has read. No effect beside `draftModelPath`. Default `false`.
   */
  readonly draftLayers?: boolean;
  /** Whether to make embeddings; default: if the model was made for it, by what its file says. */
  readonly embeddings?: boolean;
  /** What vectors are made of (`EmbeddingInfo`); default: what the model was made for. */
  readonly pooling?: 'mean' | 'cls' | 'last' | 'rank';
  /**
   * Most tokens of a text that is turned into a vector; default 2048, or the context length the
   * model was trained with if that is less. Memory grows with it, as a text is read in one pass.
   */
  readonly maxEmbeddingTokens?: number;
  /**
   * A GGUF with the encoders that belong to the model (`mmproj`), so that chats may have pictures
   * or recordings; default: none.
   */
  readonly projectorPath?: string;
  readonly mediaLimits?: MediaLimits;
  /** LoRA adapters to load with the model; more can be added later. */
  readonly adapters?: readonly AdapterFile[];
}
