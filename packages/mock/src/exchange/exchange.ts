import type { RequestRule } from '../match/request-rule.ts';
import type { HeaderList } from './header-list.ts';

/** A request as it was sent. */
export interface RecordedRequest {
  readonly method: string;
  /** Absolute where the host is known, else from the path on. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** The bytes that one read of the transport gave. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** Milliseconds since the request was sent; undefined where nobody measured. */
  readonly atMs?: number;
}

/**
 * How a body ended: as it should, by a connection that closed too early, or by one that was
 * reset.
 */
export type BodyEnd = 'complete' | 'close' | 'reset';

/** An answer as it came from a provider. */
export interface RecordedResponse {
  readonly status: number;
  /** The reason phrase; undefined for the usual one of the status. */
  readonly statusText?: string;
  readonly headers: HeaderList;
  /**
   * The body without its content encoding, cut where the transport cut it: a chunk may hold
   * several events of a stream, or a part of one.
   */
  readonly chunks: readonly Chunk[];
  /**
   * Where the cuts come from: `transport` were recorded; `events` were made after every event
   * of a stream whose recording had lost them. Default: `transport`.
   */
  readonly cuts?: 'transport' | 'events';
  /** Default: `complete`. */
  readonly end?: BodyEnd;
  /** Milliseconds since the request was sent. */
  readonly endAtMs?: number;
}

/** One request and the answer to it. */
export interface Exchange {
  /** What the request was; without it `match` says which requests are meant. */
  readonly request?: RecordedRequest;
  /** Answers any request of which this is true, in place of those like `request`. */
  readonly match?: RequestRule;
  readonly response: RecordedResponse;
}
