import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { CompiledSchema, SchemaTask } from './compile-schema.ts';
import { ThreadBudget } from './thread-budget.ts';

/** Sources run as they are, built packages as built. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const threadUrl = new URL(`./compile-thread.${extension}`, import.meta.url);

export interface SchemaCompilerOptions {
  /** How much of a processor's time one schema may take; default 1000. */
  readonly timeLimitMs?: number;
  /** How much memory; default 256. */
  readonly memoryLimitMib?: number;
  /** How many schemas may wait for their turn; default 64. */
  readonly maxWaiting?: number;
}

/** Thrown when too many schemas wait already. */
export class CompilerBusy extends Error {}

const maxKeptCharacters = 32_000_000;
const retryExpensiveMs = 60_000;
const tooExpensive: CompiledSchema = {
  kind: 'fault',
  message: 'the schema is too complex to be enforced',
  context: '()',
};

interface Waiting {
  readonly task: SchemaTask;
  readonly settle: PromiseWithResolvers<CompiledSchema>;
}

/**
 * Makes grammars of schemas in a thread of its own, one after the other, each within a budget of
 * time and memory. What it came to is kept, refusals too: asking again costs nothing, but for what
 * went over the budget, which is tried again after a minute.
 */
export class SchemaCompiler {
  readonly #options: Required<SchemaCompilerOptions>;
  /** Last used last. */
  readonly #known = new Map<string, Promise<CompiledSchema>>();
  readonly #sizes = new Map<string, number>();
  readonly #waiting: Waiting[] = [];
  #size = 0;
  #current: (Waiting & { readonly budget: ThreadBudget | undefined }) | undefined;
  #thread: Worker | undefined;
  #isReady = false;

  constructor(options: SchemaCompilerOptions = {}) {
    this.#options = {
      timeLimitMs: 1000,
      memoryLimitMib: 256,
      maxWaiting: 64,
      ...options,
    };
  }

  /** @throws CompilerBusy */
  compile(task: SchemaTask): Promise<CompiledSchema> {
    const key = createHash('sha256')
      .update(task.isStrict ? 's' : 'w')
      .update(task.schema)
      .digest('base64');
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#known.delete(key);
      this.#known.set(key, known);
      return known;
    }
    if (this.#waiting.length >= this.#options.maxWaiting) throw new CompilerBusy();
    const settle = Promise.withResolvers<CompiledSchema>();
    this.#known.set(key, settle.promise);
    settle.promise.then(
      (compiled) => this.#keep(key, compiled),
      () => this.#known.delete(key),
    );
    this.#waiting.push({ task, settle });
    this.#startNext();
    return settle.promise;
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
    this.#thread = undefined;
  }

  #keep(key: string, compiled: CompiledSchema): void {
    const size = compiled.kind === 'grammar' ? compiled.gbnf.length : 200;
    this.#sizes.set(key, size);
    this.#size += size;
    // A machine that is busy now may have the time later.
    if (compiled === tooExpensive)
      setTimeout(() => this.#forget(key), retryExpensiveMs).unref();
    for (const [oldest] of this.#known) {
      if (this.#size <= maxKeptCharacters) return;
      if (oldest !== key) this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const size = this.#sizes.get(key);
    // Without a size it is still on its way.
    if (size === undefined) return;
    this.#known.delete(key);
    this.#sizes.delete(key);
    this.#size -= size;
  }

  #startNext(): void {
    if (this.#current !== undefined) return;
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#thread?.unref();
      return;
    }
    this.#thread ??= this.#startThread();
    this.#thread.ref();
    // The thread's own start is not the schema's fault.
    const budget = this.#isReady ? this.#limitTime(this.#thread) : undefined;
    this.#current = { ...next, budget };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
    this.#thread.postMessage(next.task);
  }

  #limitTime(thread: Worker): ThreadBudget {
    return new ThreadBudget(thread, this.#options.timeLimitMs, () => this.#giveUp());
  }

  #startThread(): Worker {
    const thread = new Worker(threadUrl, {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryLimitMib },
    });
    thread.on('message', (message: CompiledSchema | 'ready') => {
      if (thread !== this.#thread) return;
      if (message === 'ready') this.#begin(thread);
      else this.#settle(message);
    });
    // Out of memory, or a mistake of ours: the schema is not served, and the next one is.
    thread.on('error', () => {
      if (thread === this.#thread) this.#giveUp();
    });
    return thread;
  }

  /** The thread has loaded its code, and gets at what waits for it. */
  #begin(thread: Worker): void {
    this.#isReady = true;
    if (this.#current !== undefined)
      this.#current = { ...this.#current, budget: this.#limitTime(thread) };
  }

  #giveUp(): void {
    void this.#thread?.terminate();
    this.#thread = undefined;
    this.#isReady = false;
    this.#settle(tooExpensive);
  }

  #settle(compiled: CompiledSchema): void {
    this.#current?.budget?.end();
    this.#current?.settle.resolve(compiled);
    this.#current = undefined;
    this.#startNext();
  }
}
