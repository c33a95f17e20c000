import type { ModelKind } from './models.ts';

/** What a scenario measures. */
export interface Metric {
  readonly name: string;
  readonly unit: 'tokens/s' | 's' | 'ms' | '%' | '1/min';
  readonly better: 'higher' | 'lower';
}

/** `quick` has the same questions on smaller loads: it shows that everything works. */
export type Size = 'full' | 'quick';

/** What contenders are made with. */
export interface Setup {
  readonly size: Size;
  /** Path of the model's file. */
  readonly modelPath: string;
  /** Paths of LoRA adapters for the model `sized`, as many as are asked for. */
  readonly adapters: (count: number) => Promise<readonly string[]>;
  /** Further flags of `samewire serve`. */
  readonly serveFlags: readonly string[];
  /** The path of a program of llama.cpp's; compiled when first asked for. */
  readonly program: (name: string) => Promise<string>;
  /** The folder with node-llama-cpp; undefined if it cannot be had here. */
  readonly nodeLlamaCpp: () => Promise<string | undefined>;
}

/** One of those that are compared. */
export interface Contender {
  readonly name: string;
  /** Starts afresh, takes the load, ends. */
  measure(): Promise<Measured>;
}

export interface Measured {
  /** By the names of the metrics. */
  readonly values: Readonly<Record<string, number>>;
  /** The whole command. */
  readonly command: readonly string[];
}

/** One question that users ask, as a load and what to look at. */
export interface Scenario {
  readonly name: string;
  /** The load in a line, with its sizes. */
  readonly title: string;
  /** What a reader wants to know. */
  readonly question: string;
  /** What decides the figures, and how far they could go. */
  readonly bound: string;
  readonly model: ModelKind;
  readonly metrics: readonly Metric[];
  /** Of the prompts, and of arrivals where they are random. */
  readonly seeds: readonly number[];
  /** Samewire first. */
  readonly contenders: (setup: Setup) => Promise<readonly Contender[]>;
}

/** What a file in `scenarios/` has to export. */
export interface ScenarioFile {
  scenarios(size: Size): readonly Scenario[];
}
