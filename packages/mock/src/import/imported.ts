import type { Cassette } from '../cassette/cassette.ts';

export type RecordingFormat =
  | 'aimock'
  | 'event-stream'
  | 'har'
  | 'json-body'
  | 'json-lines'
  | 'parsed-chunks'
  | 'req-llm'
  | 'vcr-python'
  | 'vcr-ruby';

/** Something the recording does not say, and what was assumed in its place. */
export interface Loss {
  /** Which exchange of the file, from 0. */
  readonly exchange: number;
  readonly what: 'body' | 'status' | 'headers' | 'cuts' | 'trailers';
  readonly reason: string;
}

export interface Imported {
  readonly format: RecordingFormat;
  readonly cassette: Cassette;
  readonly losses: readonly Loss[];
}

/**
 * Whether status, headers and body bytes are the recording's own. Lost cuts do not count:
 * the bytes are the same.
 */
export function isExact({ losses }: Imported): boolean {
  return losses.every(({ what }) => what === 'cuts');
}

/** A recording that cannot be imported: which file, and why. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
