import type {
  CachedSequence,
  Engine,
  EngineStats,
  EngineStatus,
  GenerateOptions,
  ModelInfo,
  TokenizeOptions,
} from '../engine.ts';
import type { EngineObserver } from '../engine-crash.ts';
import { EngineError } from '../engine-error.ts';
import type { EmbeddingRequest, EmbeddingResult } from '../embedding-request.ts';
import type { RequestEvents } from '../request-events.ts';
import type { AdapterFile, EngineOptions } from '../engine-options.ts';
import type { ChatPrompt, EngineRequest } from '../engine-request.ts';
import { RequestStreams } from '../request-streams.ts';
import {
  EngineProcess,
  type LifeMessage,
  lostError,
  type ProcessExit,
} from './engine-process.ts';
import { fromPlainError } from './messages.ts';
import { RestartPolicy } from './restart-policy.ts';

/** How long a closing engine process may take before it is killed. */
const closeGraceMs = 10_000;

/**
 * An `Engine` in a process of its own, which is started again if it crashes. Requests that were
 * running then fail with `engine-lost`; everything else of this process goes on.
 */
export class SupervisedEngine implements Engine {
  /** As it was given, but for adapters, which are those of the moment: a restart loads them. */
  #options: EngineOptions;
  readonly #observer: EngineObserver;
  readonly #restarts = new RestartPolicy();
  readonly #ready = Promise.withResolvers<ModelInfo>();
  readonly #streams = new RequestStreams({
    cancel: (id) => this.#process.cancel(id),
    setParked: (id, parked) => this.#process.setParked(id, parked),
    setBusy: (isBusy) => this.#setBusy(isBusy),
  });
  #isBusy = false;
  #process: EngineProcess;
  #status: EngineStatus = { phase: 'loading', progress: 0 };
  #restartTimer: NodeJS.Timeout | undefined;

  constructor(options: EngineOptions, observer: EngineObserver = {}) {
    this.#options = options;
    this.#observer = observer;
    // Whoever needs the outcome asks for it; nobody asking is no unhandled rejection.
    this.#ready.promise.catch(() => {});
    this.#process = this.#start();
  }

  /** Process id of the engine; another one after a restart. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  status(): EngineStatus {
    return this.#status;
  }

  ready(): Promise<ModelInfo> {
    return this.#ready.promise;
  }

  generate(request: EngineRequest, { signal }: GenerateOptions = {}): RequestEvents {
    // Async, so that a refusal comes from the first `next`, too.
    const submit = async (id: number) => this.#requireReady().submit(id, request);
    return this.#streams.stream(request.numChoices ?? 1, submit, signal);
  }

  async embed(
    request: EmbeddingRequest,
    { signal }: GenerateOptions = {},
  ): Promise<EmbeddingResult> {
    const engine = this.#requireReady();
    return this.#streams.embed((id) => engine.embed(id, request), signal);
  }

  async addAdapter(adapter: AdapterFile): Promise<void> {
    await this.#requireReady().call('addAdapter', adapter);
    this.#options = {
      ...this.#options,
      adapters: [...this.#adaptersExcept(adapter.name), adapter],
    };
  }

  async removeAdapter(name: string): Promise<boolean> {
    const isRemoved = await this.#requireReady().call('removeAdapter', name);
    this.#options = { ...this.#options, adapters: this.#adaptersExcept(name) };
    return isRemoved;
  }

  #adaptersExcept(name: string): AdapterFile[] {
    return (this.#options.adapters ?? []).filter((adapter) => adapter.name !== name);
  }

  async tokenize(text: string, options: TokenizeOptions = {}): Promise<Int32Array> {
    const { addSpecial = true, parseSpecial = true } = options;
    return this.#requireReady().call('tokenize', text, addSpecial, parseSpecial);
  }

  async detokenize(tokens: Int32Array): Promise<string> {
    return this.#requireReady().call('detokenize', tokens);
  }

  async renderChat(chat: Omit<ChatPrompt, 'kind'>): Promise<string> {
    return this.#requireReady().call('renderChat', chat);
  }

  async tokenizeChat(chat: Omit<ChatPrompt, 'kind'>): Promise<Int32Array> {
    return this.#requireReady().call('tokenizeChat', chat);
  }

  async stats(): Promise<EngineStats> {
    return this.#requireReady().call('stats');
  }

  async cachedSequences(): Promise<readonly CachedSequence[]> {
    return this.#requireReady().call('cachedSequences');
  }

  async saveCache(): Promise<void> {
    return this.#requireReady().call('saveCache');
  }

  async dropCache(): Promise<number> {
    return this.#requireReady().call('dropCache');
  }

  async close(): Promise<void> {
    clearTimeout(this.#restartTimer);
    this.#status = { phase: 'closed' };
    this.#ready.reject(closedError());
    await this.#process.close(closeGraceMs);
  }

  #start(): EngineProcess {
    const engine = new EngineProcess(this.#options, {
      onMessage: (message) => this.#receive(message),
      onEvents: (block) => this.#streams.deliver(block),
      onExit: (exit) => this.#onExit(exit),
    });
    return engine;
  }

  #receive(message: LifeMessage): void {
    if (this.#status.phase === 'closed') return;
    switch (message.kind) {
      case 'loading':
        // A restart loads the same model again, which is no news to anybody.
        if (this.#status.phase === 'loading') {
          this.#status = { phase: 'loading', progress: message.progress };
        }
        return;
      case 'ready':
        this.#status = { phase: 'ready', model: message.model };
        this.#ready.resolve(message.model);
        // A loaded engine holds this process open only while it works.
        this.#process.setHeld(this.#isBusy);
        return;
      case 'load-failed':
        this.#fail(fromPlainError(message.error));
        this.#process.kill();
    }
  }

  #onExit(exit: ProcessExit): void {
    const isClosed = this.#status.phase === 'closed';
    this.#streams.failAll(isClosed ? closedError() : lostError());
    if (isClosed || this.#status.phase === 'failed') return;
    const delayMs = this.#restarts.afterCrash();
    this.#observer.onCrash?.({ ...exit, restartDelayMs: delayMs });
    if (delayMs === undefined) {
      const message =
        'The engine process crashed again and again and is not started any more.';
      this.#fail(new EngineError('engine-lost', message));
      return;
    }
    this.#status = { phase: 'restarting' };
    this.#restartTimer = setTimeout(() => {
      this.#process = this.#start();
    }, delayMs);
  }

  #fail(error: EngineError): void {
    this.#status = { phase: 'failed', error };
    this.#ready.reject(error);
  }

  #requireReady(): EngineProcess {
    switch (this.#status.phase) {
      case 'ready':
        return this.#process;
      case 'failed':
        throw this.#status.error;
      case 'closed':
        throw closedError();
      case 'loading':
        throw new EngineError('not-ready', 'The model is still loading.', {
          retryAfterMs: 1000,
        });
      case 'restarting':
        throw new EngineError('not-ready', 'The engine is starting again.', {
          retryAfterMs: 1000,
        });
    }
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#process.setHeld(isBusy);
  }
}

function closedError(): EngineError {
  return new EngineError('closed', 'The engine is closed.');
}
