import type { StopSignal, Surroundings, TextOutput } from '@samewire/server';
import { FakeEngine } from '@samewire/engine/testing';
import type { EngineCrash, EngineObserver, EngineOptions } from '@samewire/engine';

/** An output that remembers what was written. */
export class RecordedOutput implements TextOutput {
  text = '';
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.text += text;
  }
}

export interface TestTerminalOptions {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly isTTY?: boolean;
  readonly engine?: FakeEngine;
  readonly builtinModelPath?: string;
  readonly builtinEmbeddingModelPath?: string;
}

/** A terminal without a process behind it, where a test sends the signals. */
export class TestTerminal {
  readonly stdout = new RecordedOutput();
  readonly stderr: RecordedOutput;
  readonly engine: FakeEngine;
  readonly surroundings: Surroundings;
  /** What engines were started with. */
  readonly started: EngineOptions[] = [];
  #observer: EngineObserver = {};
  readonly #listeners = new Set<(signal: StopSignal) => void>();

  constructor(options: TestTerminalOptions) {
    this.stderr = new RecordedOutput(options.isTTY);
    this.engine = options.engine ?? new FakeEngine();
    this.surroundings = {
      argv: options.argv,
      env: options.env ?? {},
      cwd: options.cwd ?? '/',
      serveCommand: 'samewire serve',
      stdout: this.stdout,
      stderr: this.stderr,
      loadEngine: async () => ({
        startEngine: (engineOptions, observer = {}) => {
          this.started.push(engineOptions);
          this.#observer = observer;
          return this.engine;
        },
        builtinModelPath: () => options.builtinModelPath ?? '/no/builtin.gguf',
        builtinEmbeddingModelPath: () =>
          options.builtinEmbeddingModelPath ?? '/no/builtin-embed.gguf',
      }),
      onSignal: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      onInputEnd: () => {},
    };
  }

  /** The engine's process has ended by itself. */
  crash(crash: EngineCrash): void {
    this.#observer.onCrash?.(crash);
  }

  signal(signal: StopSignal): void {
    for (const listener of this.#listeners) listener(signal);
  }
}
