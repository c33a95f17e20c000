import type { EngineError } from './engine-error.ts';
import type { EmbeddingRequest, EmbeddingResult } from './embedding-request.ts';
import type { EngineEvent } from './engine-event.ts';
import type { AdapterFile } from './engine-options.ts';
import type { ChatPrompt, EngineRequest } from './engine-request.ts';

/** What the chat template of a model has a form for. */
export interface ChatCapabilities {
  /** The model sees its tools, and its calls are told from its text. */
  readonly tools: boolean;
  /** An answer may hold several calls. */
  readonly parallelToolCalls: boolean;
  /** The template writes the arguments of calls as JSON: they can be held to a grammar. */
  readonly jsonArguments: boolean;
  /** Calls that may come can be held to some of the tools, while the model sees all of them. */
  readonly toolSelection: boolean;
  /** What the model thinks is told from what it says. */
  readonly reasoning: boolean;
  /** It is known between which texts the model reasons: that can be counted and bounded. */
  readonly reasoningBudget: boolean;
  /** The template reads `reasoning_effort`. */
  readonly reasoningEffort: boolean;
  /** There are system messages; otherwise they are put in front of the first of the user's. */
  readonly systemRole: boolean;
}

/** A smaller model that drafts for the one that is served. */
export interface DraftModelInfo {
  /** The model's own name from its file; empty if it has none. */
  readonly name: string;
  readonly description: string;
  readonly sizeBytes: number;
}

/** What is known of a loaded model. */
export interface ModelInfo {
  /** The model's own name from its file, or the file's name. */
  readonly name: string;
  /** llama.cpp's one-line description, for example `llama 7B Q4_K - Medium`. */
  readonly description: string;
  readonly numParameters: number;
  readonly sizeBytes: number;
  readonly numVocab: number;
  /** Most tokens one request may use, prompt and answer together. */
  readonly contextLength: number;
  /** Context length the model was trained with. */
  readonly trainedContextLength: number;
  /** Tokens the KV cache holds, shared by all requests. */
  readonly kvCacheTokens: number;
  /** Sequences computed together at most. */
  readonly numSlots: number;
  /** Threads that compute a step of few tokens. */
  readonly numThreads: number;
  /** Threads that compute a step of many tokens. */
  readonly numBatchThreads: number;
  /** The model's chat template, or undefined if the file carries none. */
  readonly chatTemplate: string | undefined;
  readonly chatCapabilities: ChatCapabilities;
  /** Whether requests may have a `grammar`. */
  readonly takesGrammars: boolean;
  /** Which llama.cpp computes: version, commit and compiled-in CPU features. */
  readonly runtime: string;
  /** Whether it can continue text; false of a model that only makes embeddings. */
  readonly canGenerate: boolean;
  /** Whether it can put text between two others: its vocabulary has tokens for that. */
  readonly canInfill: boolean;
  /** Whether a request's `prediction` can make its answer come sooner. */
  readonly canPredict: boolean;
  /** Whether chats may have pictures, and recordings: it was loaded with encoders for them. */
  readonly readsImages: boolean;
  readonly readsAudio: boolean;
  /** Null if it makes no embeddings. */
  readonly embedding: EmbeddingInfo | null;
  /** Null if there is none. */
  readonly draftModel: DraftModelInfo | null;
  /** Whether it drafts with a layer of its own. */
  readonly draftsItself: boolean;
  /** What requests that say nothing about it are sampled with; left out: not known. */
  readonly defaultSampling?: DefaultSampling;
}

/** What the model's file recommends, or else what everybody has. */
export interface DefaultSampling {
  readonly temperature: number;
  readonly topP: number;
}

/** How a model turns texts into vectors. */
export interface EmbeddingInfo {
  /** Values per vector; of a model that ranks, its scores. */
  readonly numDimensions: number;
  /**
   * What is made of the vectors of a text's tokens: their mean, that of the first (`cls`) or the
   * last one, or scores of how well a document answers a query (`rank`).
   */
  readonly pooling: 'mean' | 'cls' | 'last' | 'rank';
  readonly maxInputTokens: number;
}

/** How many values fell into which range. */
export interface Histogram {
  /** Upper bounds, rising. */
  readonly bounds: readonly number[];
  /** One more than bounds: the last counts what is above them all. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Copies of KV cells in one direction. */
export interface CellCopies {
  readonly numTokens: number;
  readonly numBytes: number;
  readonly milliseconds: number;
}

/** Drafts of the draft model, or of the layer that drafts. */
export interface ModelDrafts {
  readonly numDrafts: number;
  /** Their tokens, and those of them that were right. */
  readonly numTokens: number;
  readonly numAcceptedTokens: number;
  /** What it took, reading included. */
  readonly milliseconds: number;
}

/**
 * What the engine is doing (up to `cacheDiskBytes`) and has done since it was loaded (the rest,
 * which only grow). Under load up to 20 ms old.
 */
export interface EngineStats {
  /** Sequences in prefill or decode. */
  readonly numActive: number;
  /** Accepted sequences that wait for a slot. */
  readonly numWaiting: number;
  /** Those of the waiting whose prompt another one is computing for them. */
  readonly numFollowing: number;
  /** Prompt tokens of those that wait for their first step. */
  readonly numWaitingTokens: number;
  /** Requests for embeddings that have not got all of theirs. */
  readonly numWaitingEmbeddings: number;
  /** KV cells held by active sequences and by kept prefixes. */
  readonly numUsedCells: number;
  /** Those that hold nothing but kept prefixes. */
  readonly numKeptCells: number;
  /** How long a request that came now would wait for its first step, about. */
  readonly estimatedWaitMs: number;
  /** What prefixes that lost their cells take in RAM, may take there, and take on disk. */
  readonly cacheRamBytes: number;
  readonly cacheRamLimitBytes: number;
  readonly cacheDiskBytes: number;
  readonly numSteps: number;
  readonly stepTimesMs: Histogram;
  /** Tokens that steps computed one at a time for a running answer. */
  readonly numDecodeTokens: number;
  /** Tokens that steps computed of prompts, or again after a preemption. */
  readonly numPrefillTokens: number;
  /** Tokens of all prompts that were let in. */
  readonly numPromptTokens: number;
  /** Those found in the cache. */
  readonly numCachedTokens: number;
  /** Those found in the cache because another request had been computing them at that time. */
  readonly numSharedTokens: number;
  /** Those found in a tier below the cells, RAM or disk, and those of them that were on disk. */
  readonly numRestoredTokens: number;
  readonly numDiskTokens: number;
  readonly numGeneratedTokens: number;
  /** Drafts that were computed before it was known that they are right. */
  readonly numDrafts: number;
  /** Their tokens, and those of them that were right. */
  readonly numDraftTokens: number;
  readonly numAcceptedDraftTokens: number;
  /** Those of them that the draft model made. */
  readonly modelDrafts: ModelDrafts;
  /** Times an active sequence gave up its cells for another. */
  readonly numPreemptions: number;
  /** Kept prefixes that were given up for their cells, and their tokens. */
  readonly numEvictions: number;
  readonly numEvictedTokens: number;
  /** Those of them that could not be saved in the time of a step. */
  readonly numDroppedTokens: number;
  /** Prefixes that were copied to RAM, and back into cells. */
  readonly demotions: CellCopies;
  readonly promotions: CellCopies;
  readonly numMissedDeadlines: number;
  /** Tokens of all texts that were turned into vectors. */
  readonly numEmbeddedTokens: number;
}

/** A sequence that stands in KV cells, running or kept for prompts that begin like it. */
export interface CachedSequence {
  readonly numTokens: number;
  /** A request that has not ended uses it. */
  readonly isInUse: boolean;
}

/** The engine's life: `loading` → `ready` → (`restarting` → `ready`)* → `closed` or `failed`. */
export type EngineStatus =
  | { readonly phase: 'loading'; readonly progress: number }
  | { readonly phase: 'ready'; readonly model: ModelInfo }
  | { readonly phase: 'restarting' }
  | { readonly phase: 'failed'; readonly error: EngineError }
  | { readonly phase: 'closed' };

export interface GenerateOptions {
  /** Aborting ends the request in the queue, in prefill or in decode. */
  readonly signal?: AbortSignal;
}

export interface TokenizeOptions {
  /** Put the model's begin and end tokens around the text; default true. */
  readonly addSpecial?: boolean;
  /** Recognise special tokens written in the text; default true. */
  readonly parseSpecial?: boolean;
}

/** The events of one request, in the order in which they come. */
export interface EngineEvents extends AsyncIterable<EngineEvent> {
  /**
   * Once the first event was read: the next one if it is there already, so that who reads several
   * need not wait for each. The end, and a failure, are told by the iterator. Default: none is.
   */
  takeReady?(): EngineEvent | undefined;
}

/**
 * A language model that answers many requests at once.
 *
 * Every method may be called at any time and from any number of callers. Until `status()`
 * is `ready`, requests are refused with `not-ready`; after `close()`, with `closed`.
 */
export interface Engine {
  status(): EngineStatus;

  /** Resolves when `ready`; rejects with the `EngineError` of `failed` or `closed`. */
  ready(): Promise<ModelInfo>;

  /**
   * Generates text. Work begins with the first `next()`.
   *
   * The consumer sets the pace: text that is not read yet is joined into longer deltas,
   * and a sequence whose reader falls far behind is parked until the reader catches up.
   * Leaving the loop, or aborting `signal`, frees the sequence within one step.
   *
   * @throws EngineError from `next()`. Before the first event: `invalid-params`,
   *   `context-length-exceeded`, `invalid-grammar`, `unsupported`, `queue-full`, `not-ready`,
   *   `closed`. Afterwards: `invalid-grammar`, `deadline-exceeded`, `decode-failed`, `out-of-memory`, `engine-lost`, `closed`.
   *   An abort is not an error: the choices finish with `cancelled`.
   *
   * @example
   * for await (const event of engine.generate({ prompt: { kind: 'text', text: 'Once' } }))
   *   if (event.type === 'text-delta') process.stdout.write(event.text);
   */
  generate(request: EngineRequest, options?: GenerateOptions): EngineEvents;

  /**
   * Turns texts into vectors. They take turns with what is being generated.
   *
   * @throws EngineError `unsupported` if the model makes no vectors, or no pairs; otherwise as
   *   `generate`. An abort rejects with the reason of the signal.
   *
   * @example
   * const inputs = { kind: 'texts', texts: ['one', 'two'] };
   * const { vectors } = await engine.embed({ inputs });
   */
  embed(request: EmbeddingRequest, options?: GenerateOptions): Promise<EmbeddingResult>;

  /**
   * Loads a LoRA adapter, after which requests may name it. Another one of that name is replaced;
   * requests that use it end with it.
   *
   * @throws EngineError `model-load-failed`, `unsupported`
   */
  addAdapter(adapter: AdapterFile): Promise<void>;

  /** Resolves to false if there is no adapter of that name. Requests that use it end with it. */
  removeAdapter(name: string): Promise<boolean>;

  /** Text to token ids. */
  tokenize(text: string, options?: TokenizeOptions): Promise<Int32Array>;

  /** Token ids to text; special tokens are written out. Invalid UTF-8 becomes U+FFFD. */
  detokenize(tokens: Int32Array): Promise<string>;

  /**
   * The exact text the model would read for a conversation.
   *
   * @throws EngineError `unsupported` if the model has no chat template,
   *   `invalid-params` if the template refuses the conversation.
   */
  renderChat(chat: Omit<ChatPrompt, 'kind'>): Promise<string>;

  /**
   * The tokens the model would read for a conversation. Those of media are negative: they stand for
   * what is in no vocabulary.
   *
   * @throws EngineError as `renderChat`, and `invalid-params` for media that cannot be read
   */
  tokenizeChat(chat: Omit<ChatPrompt, 'kind'>): Promise<Int32Array>;

  stats(): Promise<EngineStats>;

  /** What stands in KV cells, last used first. What was moved to RAM or disk is not listed. */
  cachedSequences(): Promise<readonly CachedSequence[]>;

  /**
   * Puts on disk what cells and RAM keep, where prompts find it again by what they begin with, also
   * after a restart. Takes turns with what is being generated; resolves when nothing is left to save.
   *
   * @throws EngineError `unsupported` if there is no tier on disk; `closed`, `engine-lost`
   */
  saveCache(): Promise<void>;

  /**
   * Forgets, in cells, in RAM and on disk, whatever no running request uses.
   *
   * @returns the number of sequences in cells that were given up
   */
  dropCache(): Promise<number>;

  /** Ends every request with `closed` and frees the model. Safe to call again. */
  close(): Promise<void>;
}
