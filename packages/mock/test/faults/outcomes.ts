import type { FaultName, FaultRule } from '@samewire/mock';

/** What a fault is on the wire, and what the official client makes of it. */
export interface FaultOutcome {
  readonly onTheWire: string;
  /** What an application sees that streams an answer and does not retry. */
  readonly seen: string;
  /** The same with the client's own two retries, where only the first call meets the fault. */
  readonly retried?: string;
  /** More of the rule that the client was asked through. */
  readonly rule?: Partial<FaultRule>;
  /** For a fault that happens to JSON alone. */
  readonly json?: true;
}

const all = 'reads everything';
const again = `asks 2 times, ${all}`;
const failure =
  'The server had an error while processing your request. Sorry about that!';
const malformed =
  'throws SyntaxError: Error reading response: malformed server-sent event JSON.';

function refused(onTheWire: string, seen: string): FaultOutcome {
  return { onTheWire, seen: `throws ${seen}`, retried: again };
}

/** What asking again does not help against. */
function final(onTheWire: string, seen: string): FaultOutcome {
  return { onTheWire, seen: `throws ${seen}` };
}

/** A good client reads the same answer. */
function harmless(onTheWire: string): FaultOutcome {
  return { onTheWire, seen: all };
}

/** Every fault; where it happens at a place, after the first of two pieces of text. */
export const faultOutcomes: Readonly<Record<FaultName, FaultOutcome>> = {
  'http-429': {
    ...refused(
      'status 429, with `retry-after` (`ms`, a second by default)',
      'RateLimitError: 429 Rate limit reached for requests. Please try again later. (rate_limit_exceeded)',
    ),
    rule: { ms: 20, retryAfter: 'milliseconds' },
  },
  'http-500': refused('status 500', `InternalServerError: 500 ${failure}`),
  'http-502-html': refused(
    'status 502 with an HTML page',
    'InternalServerError: 502 <html>',
  ),
  'http-503-overloaded': refused(
    'status 503',
    'InternalServerError: 503 The server is currently overloaded. Please try again later. (overloaded)',
  ),
  'http-529': refused('status 529', 'InternalServerError: 529 Overloaded'),
  'auth-401': final(
    'status 401',
    'AuthenticationError: 401 Incorrect API key provided. (invalid_api_key)',
  ),
  'content-filter': final(
    'status 400',
    'BadRequestError: 400 The response was filtered due to the prompt triggering a content policy. (content_filter)',
  ),
  'context-length': final(
    'status 400',
    "BadRequestError: 400 This model's maximum context length is exceeded by your messages. (context_length_exceeded)",
  ),
  'error-200-json': {
    onTheWire: 'status 200, but the body is an error in JSON',
    seen: 'reads nothing, as if it were an empty answer',
  },
  redirect: {
    onTheWire: 'status 307 to `location`, or to the same address',
    // The address that it was sent to redirects it again, and so on.
    seen: 'throws APIConnectionError: Connection error.',
    retried: again,
  },
  'sse-error-event': {
    onTheWire: 'the stream ends with `event: error` and the error as its data',
    seen: `reads "Hé", then throws APIError: ${failure}`,
  },
  'sse-error-object': {
    onTheWire: 'the stream ends with `data: {"error":…}`',
    seen: `reads "Hé", then throws APIError: ${failure}`,
  },
  'sse-error-field': {
    onTheWire: 'the stream ends with `error: {"error":…}`',
    seen: 'reads "Hé", then ends without a finish',
  },
  'error-after-finish': {
    onTheWire: '`data: {"error":…}` in place of `[DONE]`',
    seen: `${all}, then throws APIError: ${failure}`,
  },
  'no-finish': {
    onTheWire: 'without the events that finish',
    seen: 'reads "Héllo", then ends without a finish',
  },
  'no-done': harmless('without `[DONE]`'),
  'truncated-chunk': {
    onTheWire: 'the body ends in order, in the middle of an event',
    seen: `reads "Hé", then ${malformed}`,
  },
  'malformed-json-chunk': {
    onTheWire: 'one event lacks its last brace',
    seen: `reads "Hé", then ${malformed}`,
  },
  'duplicate-chunk': {
    onTheWire: 'one chunk comes twice',
    seen: 'reads "Héllollo" to the finish',
  },
  'giant-chunk': harmless(
    'the whole body as one chunk of `count` bytes (1 MiB), padded in front',
  ),
  'one-byte-chunks': harmless('every byte a chunk'),
  'split-utf8': harmless('cut after the first byte of every character beyond ASCII'),
  crlf: harmless('line ends CRLF'),
  'no-space': harmless('`data:` without the space'),
  bom: harmless('a byte order mark first'),
  'comment-flood': harmless('`count` (100) comments in the middle'),
  'keepalive-forever': {
    onTheWire: 'a comment every `ms` (1000), and nothing else any more',
    seen: 'reads "Hé", then waits until it is aborted',
    rule: { ms: 20 },
  },
  'blank-lines-before-json': {
    onTheWire: '`count` (20) line feeds, `ms` apart, before the JSON',
    seen: all,
    json: true,
  },
  'wrong-content-type': harmless('a stream as `application/json`, JSON as `text/plain`'),
  'gzip-body': harmless('compressed, each chunk readable as it comes'),
  'slow-headers': {
    onTheWire: '`ms` (1000) before the status',
    seen: `waits, ${all}`,
    rule: { ms: 80 },
  },
  'slow-first-byte': {
    onTheWire: '`ms` (1000) between headers and body',
    seen: `waits, ${all}`,
    rule: { ms: 80 },
  },
  stall: {
    onTheWire: '`ms` in the middle, or for ever',
    seen: 'reads "Hé", then waits until it is aborted',
  },
  'close-early': {
    onTheWire: '`content-length` of the whole, a part of it, then the connection closes',
    seen: 'reads "Hé", then throws TypeError: terminated (UND_ERR_SOCKET)',
  },
  'close-midstream': {
    onTheWire: 'the connection closes without the end of HTTP',
    seen: 'reads "Hé", then throws TypeError: terminated (UND_ERR_SOCKET)',
  },
  'reset-midstream': {
    onTheWire: 'the connection is reset',
    seen: 'reads "Hé", then throws TypeError: terminated (ECONNRESET)',
  },
  'reset-before-headers': {
    onTheWire: 'the connection is reset in place of an answer',
    seen: 'throws APIConnectionError: Connection error. (ECONNRESET)',
    retried: again,
  },
  'connection-refused': {
    onTheWire: 'nobody listens',
    seen: 'throws APIConnectionError: Connection error. (ECONNREFUSED)',
    retried: again,
  },
};
