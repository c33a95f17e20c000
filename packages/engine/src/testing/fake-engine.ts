import type {
  CachedSequence,
  Engine,
  EngineEvents,
  EngineStats,
  EngineStatus,
  GenerateOptions,
  ModelInfo,
} from '../engine.ts';
import type { EmbeddingRequest, EmbeddingResult } from '../embedding-request.ts';
import { EngineError } from '../engine-error.ts';
import type { EngineEvent } from '../engine-event.ts';
import type { AdapterFile } from '../engine-options.ts';
import type { ChatPrompt, EngineRequest, InfillPrompt } from '../engine-request.ts';
import { FakeAnswer } from './fake-answer.ts';
import { type FakeReply, toPieces } from './fake-reply.ts';
import { type EventSteps, PulledEvents } from './pulled-events.ts';
import { renderMessages } from './render-messages.ts';
import { WordTokenizer } from './word-tokenizer.ts';

export interface FakeEngineOptions {
  /**
   * What to answer: a text, cut into words, or the exact pieces to send, reasoning and tool calls
   * among them. Default: a fixed greeting. Called once per choice.
   */
  readonly reply?: (request: EngineRequest, choice: number) => FakeReply;
  /** Awaited before each piece; a test holds a stream here, or throws an `EngineError`. */
  readonly beforePiece?: (at: {
    choice: number;
    index: number;
    /** The caller's, if there is one: a test that holds a stream lets it go on an abort. */
    signal: AbortSignal | undefined;
  }) => Promise<void> | void;
  /** Thrown before anything is accepted. */
  readonly refuse?: (request: EngineRequest) => EngineError | undefined;
  /** The vector of a text or of its tokens, or the score of a document; default: made of it. */
  readonly vector?: (input: string | Int32Array) => readonly number[];
  /** Awaited before the vectors; a test holds a request here, or throws an `EngineError`. */
  readonly beforeVectors?: (signal: AbortSignal | undefined) => Promise<void> | void;
  /** What stands in the cache at first; default: nothing. */
  readonly cached?: readonly CachedSequence[];
  /** Whether there is a tier on disk, which `saveCache` takes; default false. */
  readonly hasCacheDisk?: boolean;
  /** Figures to tell; all others are 0, but for `numActive`. */
  readonly stats?: Partial<EngineStats>;
  readonly status?: EngineStatus;
  readonly model?: Partial<ModelInfo>;
}

const defaultReply = 'Hello! How can I help you today?';

const defaultModel: ModelInfo = {
  name: 'fake',
  description: 'fake engine',
  numParameters: 0,
  sizeBytes: 0,
  numVocab: 32_000,
  contextLength: 4096,
  trainedContextLength: 4096,
  kvCacheTokens: 4096,
  numSlots: 8,
  numThreads: 1,
  numBatchThreads: 1,
  chatTemplate: '{{ messages }}',
  chatCapabilities: {
    tools: true,
    parallelToolCalls: true,
    jsonArguments: true,
    toolSelection: true,
    reasoning: true,
    reasoningBudget: true,
    reasoningEffort: true,
    systemRole: true,
  },
  takesGrammars: true,
  runtime: 'fake',
  canGenerate: true,
  canInfill: true,
  canPredict: true,
  readsImages: false,
  readsAudio: false,
  embedding: { numDimensions: 4, pooling: 'mean', maxInputTokens: 512 },
  draftModel: null,
  draftsItself: false,
};

/**
 * An `Engine` without a model: it answers what a test tells it to, keeps the same promises
 * about order, stop texts, limits, aborts and errors as the real one, and records the
 * requests it was given.
 *
 * @example
 * const engine = new FakeEngine({ reply: () => 'Paris.' });
 */
export class FakeEngine implements Engine {
  /** Every request that reached `generate`, oldest first. */
  readonly requests: EngineRequest[] = [];
  /** Every request that reached `embed`, oldest first. */
  readonly embeddingRequests: EmbeddingRequest[] = [];
  /** Those that were added and not removed, in the order of their names' first coming. */
  readonly adapters = new Map<string, AdapterFile>();
  /** What stands in the cache, last used first. */
  cached: readonly CachedSequence[];
  /** How often `saveCache` has saved, and `dropCache` was called. */
  numSaves = 0;
  numDrops = 0;
  /** Requests whose generation has begun and not ended. */
  numRunning = 0;
  readonly #options: FakeEngineOptions;
  readonly #model: ModelInfo;
  readonly #tokenizer = new WordTokenizer();
  #status: EngineStatus;

  constructor(options: FakeEngineOptions = {}) {
    this.#options = options;
    this.cached = options.cached ?? [];
    this.#model = { ...defaultModel, ...options.model };
    this.#status = options.status ?? { phase: 'ready', model: this.#model };
  }

  status(): EngineStatus {
    return this.#status;
  }

  /** Moves the engine to another phase of its life, as a load or a crash would. */
  setStatus(status: EngineStatus): void {
    this.#status = status;
  }

  async ready(): Promise<ModelInfo> {
    this.#requireReady();
    return this.#model;
  }

  generate(
    request: EngineRequest,
    { signal }: GenerateOptions = {},
  ): AsyncIterableIterator<EngineEvent> & EngineEvents {
    return new PulledEvents(this.#steps(request, signal));
  }

  *#steps(request: EngineRequest, signal: AbortSignal | undefined): EventSteps {
    const { beforePiece, refuse } = this.#options;
    this.requests.push(request);
    this.#requireReady();
    const refusal = refuse?.(request);
    if (refusal !== undefined) throw refusal;
    const numPromptTokens = this.#countPrompt(request);
    this.#requireRoom(numPromptTokens, request.maxTokens);
    this.numRunning += 1;
    try {
      yield { type: 'accepted', numPromptTokens };
      for (let choice = 0; choice < (request.numChoices ?? 1); choice++) {
        const answer = this.#answerTo(request, choice);
        while (answer.goesOn) {
          const wait = beforePiece?.({ choice, index: answer.numSaid, signal });
          if (wait !== undefined) yield wait;
          yield* signal?.aborted ? answer.cancel() : answer.sayNext();
        }
        yield* answer.sayRest();
      }
    } finally {
      this.numRunning -= 1;
    }
  }

  #answerTo(request: EngineRequest, choice: number): FakeAnswer {
    const reply = this.#options.reply?.(request, choice) ?? defaultReply;
    return new FakeAnswer(request, choice, toPieces(reply), this.#tokenizer);
  }

  async embed(
    request: EmbeddingRequest,
    { signal }: GenerateOptions = {},
  ): Promise<EmbeddingResult> {
    this.embeddingRequests.push(request);
    this.#requireReady();
    const inputs = this.#inputsOf(request);
    const numTokens = inputs.map(({ length }) => length);
    await this.#options.beforeVectors?.(signal);
    signal?.throwIfAborted();
    const { vector = defaultVector } = this.#options;
    const texts =
      request.inputs.kind === 'pairs' ? request.inputs.documents : request.inputs.texts;
    return { vectors: texts.map((text) => Float32Array.from(vector(text))), numTokens };
  }

  async addAdapter(adapter: AdapterFile): Promise<void> {
    this.#requireReady();
    this.adapters.set(adapter.name, adapter);
  }

  async removeAdapter(name: string): Promise<boolean> {
    this.#requireReady();
    return this.adapters.delete(name);
  }

  async tokenize(text: string): Promise<Int32Array> {
    this.#requireReady();
    return this.#tokenizer.encode(text);
  }

  async detokenize(tokens: Int32Array): Promise<string> {
    this.#requireReady();
    return this.#tokenizer.decode(tokens);
  }

  async renderChat(chat: Omit<ChatPrompt, 'kind'>): Promise<string> {
    this.#requireReady();
    return renderMessages(chat.messages);
  }

  async tokenizeChat(chat: Omit<ChatPrompt, 'kind'>): Promise<Int32Array> {
    return this.tokenize(await this.renderChat(chat));
  }

  async stats(): Promise<EngineStats> {
    return {
      numActive: this.numRunning,
      numWaiting: 0,
      numFollowing: 0,
      numWaitingTokens: 0,
      numWaitingEmbeddings: 0,
      numUsedCells: 0,
      numKeptCells: 0,
      estimatedWaitMs: 0,
      cacheRamBytes: 0,
      cacheRamLimitBytes: 0,
      cacheDiskBytes: 0,
      numSteps: 0,
      stepTimesMs: { bounds: [], counts: [0], sum: 0 },
      numDecodeTokens: 0,
      numPrefillTokens: 0,
      numPromptTokens: 0,
      numCachedTokens: 0,
      numSharedTokens: 0,
      numRestoredTokens: 0,
      numDiskTokens: 0,
      numGeneratedTokens: 0,
      numDrafts: 0,
      numDraftTokens: 0,
      numAcceptedDraftTokens: 0,
      modelDrafts: { numDrafts: 0, numTokens: 0, numAcceptedTokens: 0, milliseconds: 0 },
      numPreemptions: 0,
      numEvictions: 0,
      numEvictedTokens: 0,
      numDroppedTokens: 0,
      demotions: { numTokens: 0, numBytes: 0, milliseconds: 0 },
      promotions: { numTokens: 0, numBytes: 0, milliseconds: 0 },
      numMissedDeadlines: 0,
      numEmbeddedTokens: 0,
      ...this.#options.stats,
    };
  }

  async cachedSequences(): Promise<readonly CachedSequence[]> {
    this.#requireReady();
    return this.cached;
  }

  async saveCache(): Promise<void> {
    this.#requireReady();
    if (this.#options.hasCacheDisk !== true)
      throw new EngineError('unsupported', 'There is no cache on disk.');
    this.numSaves += 1;
  }

  async dropCache(): Promise<number> {
    this.#requireReady();
    this.numDrops += 1;
    const numBefore = this.cached.length;
    this.cached = this.cached.filter(({ isInUse }) => isInUse);
    return numBefore - this.cached.length;
  }

  async close(): Promise<void> {
    this.#status = { phase: 'closed' };
  }

  #requireReady(): void {
    const status = this.#status;
    if (status.phase === 'ready') return;
    if (status.phase === 'failed') throw status.error;
    if (status.phase === 'closed')
      throw new EngineError('closed', 'The engine is closed.');
    throw new EngineError('not-ready', 'The model is still loading.', {
      retryAfterMs: 1000,
    });
  }

  #countPrompt({ prompt }: EngineRequest): number {
    switch (prompt.kind) {
      case 'tokens':
        return prompt.tokens.length;
      case 'text':
        return this.#tokenizer.count(prompt.text);
      case 'infill':
        return this.#countInfill(prompt);
      case 'chat':
        return this.#tokenizer.count(renderMessages(prompt.messages));
    }
  }

  #countInfill({ prefix, suffix }: InfillPrompt): number {
    const before =
      typeof prefix === 'string' ? this.#tokenizer.count(prefix) : prefix.length;
    return before + this.#tokenizer.count(suffix);
  }

  /** The tokens of every input, once they are known to be what the model takes. */
  #inputsOf({ inputs }: EmbeddingRequest): Int32Array[] {
    const { embedding } = this.#model;
    const ranks = embedding?.pooling === 'rank';
    if (embedding === null || ranks !== (inputs.kind === 'pairs'))
      throw new EngineError('unsupported', 'This model makes other vectors, or none.');
    const encode = (text: string) => this.#tokenizer.encode(text);
    const tokens =
      inputs.kind === 'pairs'
        ? inputs.documents.map((document) => encode(`${inputs.query} ${document}`))
        : inputs.texts.map((input) =>
            typeof input === 'string' ? encode(input) : input,
          );
    for (const { length } of tokens) {
      if (length <= embedding.maxInputTokens) continue;
      throw new EngineError('context-length-exceeded', 'An input is too long.', {
        numPromptTokens: length,
        contextLength: embedding.maxInputTokens,
      });
    }
    return tokens;
  }

  #requireRoom(numPromptTokens: number, maxTokens: number | undefined): void {
    const { contextLength } = this.#model;
    if (numPromptTokens + (maxTokens ?? 1) <= contextLength) return;
    throw new EngineError(
      'context-length-exceeded',
      `The prompt has ${numPromptTokens} tokens and the context length is ${contextLength}.`,
      {
        numPromptTokens,
        contextLength,
        ...(maxTokens === undefined ? {} : { maxTokens }),
      },
    );
  }
}

/** Different for different inputs, and not of unit length. */
function defaultVector(input: string | Int32Array): number[] {
  const values =
    typeof input === 'string' ? Array.from(input, codePoint) : Array.from(input);
  const sum = values.reduce((total, value) => total + value, 0);
  return [values.length, sum % 101, (values[0] ?? 0) % 13, 1];
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}
