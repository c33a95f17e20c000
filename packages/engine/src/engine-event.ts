/**
 * Why a choice ended.
 *
 * - `stop-token`: the model chose an end-of-generation token
 * - `stop-sequence`: the text ran into one of the request's stop texts
 * - `length`: `maxTokens` or the context length was reached
 * - `cancelled`: the caller went away
 */
export const finishReasons = [
  'stop-token',
  'stop-sequence',
  'length',
  'cancelled',
] as const;

export type FinishReason = (typeof finishReasons)[number];

/** A token and how probable the model held it, before any sampler changed that. */
export interface TokenProbability {
  readonly token: number;
  /** The token's own bytes. They may be part of a UTF-8 character. */
  readonly bytes: Uint8Array;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
}

export interface TokenLogprob extends TokenProbability {
  /** The most probable tokens at this place, best first; may include the chosen one. */
  readonly top: readonly TokenProbability[];
}

/** The request passed every check and is queued; from here on it can only run. */
export interface AcceptedEvent {
  readonly type: 'accepted';
  /** Media count as many tokens as they take of the context. */
  readonly numPromptTokens: number;
  /** Those of them that stand for recordings; left out: none. */
  readonly numAudioTokens?: number;
}

/**
 * More text of one choice: of its answer, or of what it thinks before it. Always whole Unicode characters, never text that may still
 * turn out to be a stop sequence. A slow reader gets fewer and longer deltas.
 */
export interface TextDeltaEvent {
  readonly type: 'text-delta' | 'reasoning-delta';
  readonly choice: number;
  readonly text: string;
  /** One entry per token of `text`, present if the request asked for log probabilities. */
  readonly logprobs?: readonly TokenLogprob[];
}

/**
 * More of a call that the model makes. The first event of a call has its name, and calls follow
 * one another: an event of the next call means that the one before is complete.
 */
export interface ToolCallDeltaEvent {
  readonly type: 'tool-call-delta';
  readonly choice: number;
  /** Which call of the choice, counted from 0. */
  readonly call: number;
  /** In the first event of a call, and only there. */
  readonly name?: string;
  /** With the name, if the model gave the call an id. */
  readonly id?: string;
  /** The next part of the arguments, which together are JSON text; may be empty. */
  readonly arguments: string;
}

/** The last event of a choice. */
export interface FinishEvent {
  readonly type: 'finish';
  readonly choice: number;
  readonly reason: FinishReason;
  /** The stop text that matched, with reason `stop-sequence`. */
  readonly stopSequence?: string;
  /** Tokens the model generated for this choice, the end token included. */
  readonly numGeneratedTokens: number;
  /**
   * Those of them that are reasoning: tokens with text between a marker of the chat template that
   * begins it and the one that ends it. The markers do not count; a token that is part of one
   * counts once if some of its text is not. 0 where the template has no such markers
   * (`chatCapabilities.reasoningBudget`), and of a prompt that is no chat.
   */
  readonly numReasoningTokens: number;
  /** Prompt tokens that came from the KV cache instead of being computed. */
  readonly numCachedTokens: number;
  /** Left out if the request predicted nothing. */
  readonly prediction?: PredictionCount;
  readonly timings: ChoiceTimings;
}

/** How much of what a request predicted the choice has, in tokens. */
export interface PredictionCount {
  readonly numFound: number;
  readonly numMissed: number;
}

/** Where a choice spent its time, in milliseconds. */
export interface ChoiceTimings {
  /** From acceptance to the first step with its prompt. */
  readonly queueMs: number;
  /** From there to the first generated token. */
  readonly prefillMs: number;
  /** From there to the last generated token. */
  readonly decodeMs: number;
}

/**
 * What `Engine.generate` yields: one `accepted`, then for each choice any number of
 * `text-delta`, `reasoning-delta` and `tool-call-delta` and one `finish`, choices interleaved
 * freely. Failures are thrown as
 * `EngineError`, not yielded.
 */
export type EngineEvent =
  | AcceptedEvent
  | TextDeltaEvent
  | ToolCallDeltaEvent
  | FinishEvent;
