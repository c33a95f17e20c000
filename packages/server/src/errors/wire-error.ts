import type { ErrorBody, ErrorCode, ErrorType } from '@samewire/shared-types';

/** What an error says beside its sentence. Left out: no param, no code, status 400. */
export interface WireErrorDetails {
  readonly status?: number;
  readonly type?: ErrorType;
  /** Path of the request field at fault, for example `messages[0].role`. */
  readonly param?: string | null;
  readonly code?: ErrorCode | null;
  /** When to try again. Left out on an error that will not pass by itself. */
  readonly retryAfterMs?: number;
}

/** What official clients wait for at most when they are told when to try again. */
const longestWaitMs = 60_000;

/**
 * A failure as the client will see it. The message is written for the client: nothing
 * from an exception, an address or a path of this machine belongs in it.
 */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly status: number;
  readonly type: ErrorType;
  readonly param: string | null;
  readonly code: ErrorCode | null;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: WireErrorDetails = {}) {
    super(message);
    this.status = details.status ?? 400;
    this.type =
      details.type ?? (this.status < 500 ? 'invalid_request_error' : 'server_error');
    this.param = details.param ?? null;
    this.code = details.code ?? null;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The error as the body of an answer, or as the last event of a stream. */
  toBody(): ErrorBody {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }

  /** Headers that tell the official clients whether and when to try again. */
  toHeaders(): Record<string, string> {
    if (this.retryAfterMs === undefined)
      return this.status >= 500 || this.status === 429
        ? { 'x-should-retry': 'false' }
        : {};
    return {
      // The official client for Node would not wait as long as it is told.
      ...(this.retryAfterMs > longestWaitMs ? { 'x-should-retry': 'false' } : {}),
      'retry-after': String(Math.ceil(this.retryAfterMs / 1000)),
      'retry-after-ms': String(Math.ceil(this.retryAfterMs)),
    };
  }
}

/** At most 200 characters of what a client sent, fit for repeating in a message. */
export function quoted(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
