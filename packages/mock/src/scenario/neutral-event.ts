import type { FinishReason, ScenarioError } from './scenario.ts';

/** A part of a tool call. */
export interface ToolCallPiece {
  /** Place among the calls of its choice, from 0. */
  readonly index: number;
  readonly id?: string;
  readonly name: string;
  readonly arguments: string;
  readonly custom?: boolean;
}

/**
 * One event of an ideal stream, no provider's. `kinds` says what it carries: `first`,
 * `reasoning`, `text`, `refusal`, `tool-open`, `tool-arguments`, `finish`, `usage`, `error`, or a
 * name a profile gives to an event of its own. Operators merge, split and move events; an event
 * that was merged has several kinds.
 */
export interface NeutralEvent {
  readonly kinds: readonly string[];
  readonly choice: number;
  /** Milliseconds since the request. */
  readonly atMs: number;
  readonly text?: string;
  readonly reasoning?: string;
  readonly refusal?: string;
  readonly calls?: readonly ToolCallPiece[];
  readonly finish?: FinishReason;
  readonly error?: ScenarioError;
}
