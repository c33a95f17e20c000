import type {
  CachedSequence,
  Engine,
  EngineStats,
  EngineStatus,
  GenerateOptions,
  ModelInfo,
  TokenizeOptions,
} from '../engine.ts';
import { EngineError } from '../engine-error.ts';
import type { EmbeddingRequest, EmbeddingResult } from '../embedding-request.ts';
import type { RequestEvents } from '../request-events.ts';
import type { AdapterFile, EngineOptions } from '../engine-options.ts';
import type { ChatPrompt, EngineRequest } from '../engine-request.ts';
import { RequestStreams } from '../request-streams.ts';
import type { NativeEngine as Native, NativeBinding, NativeLoad } from './binding.ts';
import { awaitNative, callNative, fromNativeError } from './native-error.ts';
import { toModelInfo } from './model-info.ts';
import { toNativeChat } from './native-request.ts';
import { loadNative } from './load-native.ts';
import { saveCache } from './save-cache.ts';
import { submitEmbedding } from './submit-embedding.ts';
import { submitRequest } from './submit-request.ts';
import { tokenizeChat } from './tokenize-prompt.ts';

/** An `Engine` over the addon, in this process: a crash of llama.cpp is a crash of this process. */
export class NativeEngine implements Engine {
  readonly #load: NativeLoad;
  readonly #ready: Promise<ModelInfo>;
  readonly #streams = new RequestStreams({
    cancel: (id) => this.#native?.cancel(id),
    setParked: (id, parked) => this.#native?.setParked(id, parked),
    setBusy: (isBusy) => (isBusy ? this.#native?.ref() : this.#native?.unref()),
  });
  #native: Native | undefined;
  #outcome: Exclude<EngineStatus, { phase: 'loading' | 'restarting' }> | undefined;

  constructor(binding: NativeBinding, options: EngineOptions) {
    this.#load = loadNative(binding, options, (block) => this.#streams.deliver(block));
    this.#ready = this.#finishLoading();
    // Whoever needs the outcome asks for it; nobody asking is no unhandled rejection.
    this.#ready.catch(() => {});
  }

  status(): EngineStatus {
    return this.#outcome ?? { phase: 'loading', progress: this.#load.progress() };
  }

  ready(): Promise<ModelInfo> {
    return this.#ready;
  }

  generate(request: EngineRequest, { signal }: GenerateOptions = {}): RequestEvents {
    // Async, so that a refusal comes from the first `next`, too.
    const submit = async (id: number) => submitRequest(this.#requireReady(), id, request);
    return this.#streams.stream(request.numChoices ?? 1, submit, signal);
  }

  async embed(
    request: EmbeddingRequest,
    { signal }: GenerateOptions = {},
  ): Promise<EmbeddingResult> {
    const native = this.#requireReady();
    return this.#streams.embed((id) => submitEmbedding(native, id, request), signal);
  }

  async addAdapter({ name, path }: AdapterFile): Promise<void> {
    const native = this.#requireReady();
    await awaitNative(() => native.addAdapter(name, path));
  }

  async removeAdapter(name: string): Promise<boolean> {
    const native = this.#requireReady();
    return callNative(() => native.removeAdapter(name));
  }

  async tokenize(text: string, options: TokenizeOptions = {}): Promise<Int32Array> {
    const { addSpecial = true, parseSpecial = true } = options;
    const native = this.#requireReady();
    return awaitNative(() => native.tokenize(text, addSpecial, parseSpecial));
  }

  async detokenize(tokens: Int32Array): Promise<string> {
    const native = this.#requireReady();
    return awaitNative(() => native.detokenize(tokens));
  }

  async renderChat(chat: Omit<ChatPrompt, 'kind'>): Promise<string> {
    const native = this.#requireReady();
    return awaitNative(() => native.renderChat(toNativeChat(chat)));
  }

  async tokenizeChat(chat: Omit<ChatPrompt, 'kind'>): Promise<Int32Array> {
    return tokenizeChat(this.#requireReady(), chat);
  }

  async stats(): Promise<EngineStats> {
    const native = this.#requireReady();
    return callNative(() => native.stats());
  }

  async cachedSequences(): Promise<readonly CachedSequence[]> {
    const native = this.#requireReady();
    return awaitNative(() => native.listCache());
  }

  async saveCache(): Promise<void> {
    await saveCache(this.#requireReady());
  }

  async dropCache(): Promise<number> {
    const native = this.#requireReady();
    return awaitNative(() => native.dropCache());
  }

  async close(): Promise<void> {
    if (this.#outcome?.phase !== 'failed') this.#outcome = { phase: 'closed' };
    this.#load.cancel();
    await this.#ready.catch(() => {});
    await this.#native?.close();
  }

  async #finishLoading(): Promise<ModelInfo> {
    let native: Native;
    try {
      native = await this.#load.engine;
    } catch (error) {
      const failure = fromNativeError(error) as EngineError;
      this.#outcome ??= { phase: 'failed', error: failure };
      throw this.#outcome.phase === 'closed' ? closedError() : failure;
    }
    this.#native = native;
    if (this.#outcome?.phase === 'closed') throw closedError();
    const model = toModelInfo(native.info());
    this.#outcome = { phase: 'ready', model };
    return model;
  }

  #requireReady(): Native {
    const status = this.status();
    if (status.phase === 'failed') throw status.error;
    if (status.phase === 'closed') throw closedError();
    if (status.phase === 'ready' && this.#native !== undefined) return this.#native;
    throw new EngineError('not-ready', 'The model is still loading.', {
      retryAfterMs: 1000,
    });
  }
}

function closedError(): EngineError {
  return new EngineError('closed', 'The engine is closed.');
}
