/**
 * Text as a whole, to be cut into tokens, or the very pieces in which it is to come. An empty
 * piece is a token without text.
 */
export type Pieces = string | readonly string[];

export interface ScenarioToolCall {
  readonly name: string;
  /** A value becomes JSON; text and pieces are sent as they stand, so they may be broken. */
  readonly arguments: Pieces | Readonly<Record<string, unknown>>;
  /** Default: one in the provider's own style. */
  readonly id?: string;
  /** A custom tool: its arguments are free text, not JSON. */
  readonly custom?: boolean;
}

/** One thing a model says; an answer is a list of them in order. */
export type Part =
  | { readonly text: Pieces }
  | { readonly reasoning: Pieces }
  | { readonly refusal: Pieces }
  | { readonly toolCall: ScenarioToolCall };

/**
 * Why a choice ended. The wire has a provider's own word for each. `none`: it just ends, as some
 * gateways let it.
 */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'none';

/** What one choice contains. Fields come in this order; `parts` allows any other. */
export interface Content {
  readonly reasoning?: Pieces;
  readonly text?: Pieces;
  /** Structured output: a JSON value, sent as text. */
  readonly structured?: unknown;
  readonly refusal?: Pieces;
  /** More than one are parallel calls. */
  readonly toolCalls?: readonly ScenarioToolCall[];
  /** Instead of the fields above. */
  readonly parts?: readonly Part[];
  /** Default: `tool-calls` if there are any, else `stop`. */
  readonly finish?: FinishReason;
}

export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  /** Of the prompt, read from a cache. */
  readonly cached: number;
  /** Of the completion, reasoning. */
  readonly reasoning: number;
}

/** When tokens come. Without it the answer is there at once. */
export interface Latency {
  /** Milliseconds from the request to the first token. Default 0. */
  readonly firstTokenMs?: number;
  /** Default: as fast as can be. */
  readonly tokensPerSecond?: number;
  /**
   * `steady`: equal gaps. `jittered`: gaps between half and one and a half of that, by the seed.
   * `bursts`: several tokens at once, then a gap, at the same mean rate. Default `steady`.
   */
  readonly shape?: 'steady' | 'jittered' | 'bursts';
  /** Silences: so many milliseconds more before the token of that number, counted from 0. */
  readonly pauses?: readonly { readonly beforeToken: number; readonly ms: number }[];
}

/** Failures every provider knows, in its own words. */
export type ErrorKind =
  | 'invalid-request'
  | 'unsupported-parameter'
  | 'unsupported-model'
  | 'context-length'
  | 'content-filter'
  | 'tool-use-failed'
  | 'authentication'
  | 'permission'
  | 'not-found'
  | 'rate-limit'
  | 'quota'
  | 'server-error'
  | 'bad-gateway'
  | 'overloaded';

export interface ScenarioError {
  readonly kind: ErrorKind;
  /**
   * After so many tokens of a stream the error comes, with status 200 already sent. Default: the
   * request is refused with the error's status.
   */
  readonly afterTokens?: number;
  /** These replace what the provider is known to say. */
  readonly status?: number;
  readonly message?: string;
  readonly type?: string | null;
  readonly code?: string | number | null;
  readonly param?: string | null;
  /** What the model had written when it failed, where a provider tells. */
  readonly generation?: string;
}

/** A page that a model read on the web. */
export interface Source {
  readonly title: string;
  readonly url: string;
  /** Days as `2026-06-08`. */
  readonly published?: string;
  readonly updated?: string;
  readonly snippet?: string;
}

/** What a conversation's next answer contains, whoever gives it. */
export interface Scenario extends Content {
  /** The same seed, the same bytes. Default 0. */
  readonly seed?: number | string;
  /** Further choices, from index 1 on; their tokens come in turns. */
  readonly others?: readonly Content[];
  /** Counts that are left out are counted from the text. */
  readonly usage?: Partial<TokenUsage>;
  readonly latency?: Latency;
  /** Pages read for the answer, for providers that search. */
  readonly sources?: readonly Source[];
  readonly error?: ScenarioError;
  /** Unix time in seconds at which the request comes. Default 2026-01-01T00:00:00Z. */
  readonly startedAt?: number;
}
