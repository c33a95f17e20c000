import type { TokenLogprob, Usage, WireToolCall } from './chat-wire.ts';
import type { Failure } from './failure.ts';
import type { FrameText } from './frame-reader.ts';

export type Header = readonly [name: string, value: string];

/** The request exactly as it was handed to the network, the key's value excepted. */
export interface SentRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string;
}

export interface ReceivedHead {
  readonly status: number;
  readonly headers: readonly Header[];
  readonly atMs: number;
}

/** A frame of the event stream and when it arrived, counted from the sending. */
export interface Frame extends FrameText {
  /** Place in the stream, from 0. */
  readonly index: number;
  readonly atMs: number;
}

/**
 * - `waiting`: sent, nothing generated yet
 * - `streaming`: text is arriving
 * - `done`, `stopped` by the user, `failed`: nothing more will arrive
 */
type RunPhase = 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';

/** One request of a cell and all that came back. Times are milliseconds since the sending. */
export interface Run {
  readonly id: string;
  readonly sentAt: Date;
  readonly phase: RunPhase;
  readonly request: SentRequest;
  readonly head: ReceivedHead | undefined;
  /** The body of an answer that is not a stream. */
  readonly body: string | undefined;
  /** The latest frames; of a very long stream the oldest are let go. */
  readonly frames: readonly Frame[];
  readonly numFrames: number;
  readonly sawEnd: boolean;
  readonly model: string | undefined;
  readonly text: string;
  readonly reasoning: string;
  /** Which tools the model called, in order. */
  readonly toolCalls: readonly WireToolCall[];
  readonly tokens: readonly TokenLogprob[];
  /** Frames that carried generated text. */
  readonly numTextFrames: number;
  readonly firstTextMs: number | undefined;
  readonly lastTextMs: number | undefined;
  readonly endedMs: number | undefined;
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
  readonly failure: Failure | undefined;
}

export function newRun(id: string, request: SentRequest, sentAt: Date): Run {
  return {
    id,
    sentAt,
    phase: 'waiting',
    request,
    head: undefined,
    body: undefined,
    frames: [],
    numFrames: 0,
    sawEnd: false,
    model: undefined,
    text: '',
    reasoning: '',
    toolCalls: [],
    tokens: [],
    numTextFrames: 0,
    firstTextMs: undefined,
    lastTextMs: undefined,
    endedMs: undefined,
    finishReason: undefined,
    usage: undefined,
    failure: undefined,
  };
}

export function isRunning(run: Run): boolean {
  return run.phase === 'waiting' || run.phase === 'streaming';
}
