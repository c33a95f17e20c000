import type { WireError } from './chat-wire.ts';

/** Why a run did not end well, as plain data. */
export type Failure =
  /** The server answered with an error status. */
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly error: WireError;
      readonly retryAfterSeconds?: number;
    }
  /** An error arrived inside a stream that had begun well. */
  | { readonly kind: 'stream'; readonly error: WireError }
  /** No answer came at all. */
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The connection ended in the middle of the answer. */
  | { readonly kind: 'cut-short'; readonly detail: string }
  /** The answer is no event stream of the wire. */
  | { readonly kind: 'not-the-wire'; readonly detail: string };

/** Reads the error envelope from the body of a failed answer, whatever the body is. */
export function readErrorBody(body: string): WireError {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) {
      const { error } = parsed;
      if (typeof error === 'string') return { message: error };
      if (typeof error === 'object' && error !== null) return error;
    }
  } catch {
    // Not JSON: a proxy's page, say. Its text is the best message there is.
  }
  return { message: body.slice(0, 2000) };
}
