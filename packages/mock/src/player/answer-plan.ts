import type { BodyEnd, RecordedResponse } from '../exchange/exchange.ts';
import { type HeaderList, withoutTransportHeaders } from '../exchange/header-list.ts';

/** A chunk and when it is due. */
export interface PlannedChunk {
  readonly bytes: Uint8Array;
  /** Recorded milliseconds since the request; they pass faster with a higher speed. */
  readonly atMs?: number;
  /** Milliseconds to wait in addition, at any speed: a fault's delay. */
  readonly holdMs?: number;
}

/** What an adapter has to do to answer, as plain data: it decides nothing. */
export interface AnswerPlan {
  readonly status: number;
  readonly statusText?: string;
  /** Without those about the way the bytes travel, which are the adapter's. */
  readonly headers: HeaderList;
  /** Milliseconds before the status line is sent, at any speed. */
  readonly headHoldMs: number;
  /** May be endless. */
  readonly chunks: Iterable<PlannedChunk>;
  /** Milliseconds to wait after the last chunk, at any speed. */
  readonly endHoldMs: number;
  /** Recorded milliseconds since the request. */
  readonly endAtMs?: number;
  /** `never`: the connection stays open and nothing comes. */
  readonly end: BodyEnd | 'never';
  /** In place of an answer: nobody listens, or the connection is reset before the status. */
  readonly connection?: 'refused' | 'reset';
  /** A length to announce that is not the length of the body. */
  readonly announcedLength?: number;
  /** How the bytes are to be encoded on the way. */
  readonly contentEncoding?: 'gzip';
}

/** The plan that gives an answer as it was. */
export function planAnswer(response: RecordedResponse): AnswerPlan {
  const { status, statusText, headers, chunks, end = 'complete', endAtMs } = response;
  return {
    status,
    ...(statusText === undefined ? {} : { statusText }),
    headers: withoutTransportHeaders(headers),
    headHoldMs: 0,
    chunks,
    endHoldMs: 0,
    ...(endAtMs === undefined ? {} : { endAtMs }),
    end,
  };
}
