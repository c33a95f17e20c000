import type { EngineError, EngineErrorCode } from '@samewire/engine';
import type { ErrorCode } from '@samewire/shared-types';
import { contextLengthMessage } from './context-length.ts';
import type { Endpoint } from './endpoint.ts';
import { quoted, WireError } from './wire-error.ts';

/** How one way of the engine to fail looks on the wire. */
export interface EngineErrorMapping {
  readonly status: number;
  readonly code: ErrorCode | null;
  /** Left out: the engine's own message, which is then written for the client. */
  readonly message?: string;
  /** When to try again if the engine does not say; left out: trying again is no use. */
  readonly retryAfterMs?: number;
}

const notLoaded = 'The model could not be loaded. The log of the server says why.';

/** Every engine error and its answer; docs/errors.md is made from this table. */
export const engineErrorToHttp = {
  'invalid-params': { status: 400, code: 'invalid_value' },
  'context-length-exceeded': {
    status: 400,
    code: 'context_length_exceeded',
  },
  'invalid-grammar': { status: 400, code: 'invalid_value' },
  unsupported: { status: 400, code: 'unsupported_value' },
  'queue-full': {
    status: 429,
    code: 'queue_full',
    message: 'Too many requests are waiting. Please try again later.',
    retryAfterMs: 1000,
  },
  'deadline-exceeded': {
    status: 503,
    code: 'queue_timeout',
    message: 'The answer did not begin within the time allowed. Please try again later.',
    retryAfterMs: 5000,
  },
  'not-ready': {
    status: 503,
    code: 'model_loading',
    message: 'The model is still loading. Please try again shortly.',
    retryAfterMs: 1000,
  },
  'decode-failed': {
    status: 500,
    code: null,
    message: 'The model failed to compute this answer. Please try again.',
    retryAfterMs: 1000,
  },
  'out-of-memory': {
    status: 503,
    code: 'out_of_memory',
    message: 'The server ran out of memory while answering. Please try again later.',
    retryAfterMs: 5000,
  },
  'engine-lost': {
    status: 503,
    code: 'engine_lost',
    message:
      'The engine stopped while answering and is being restarted. Please try again.',
    retryAfterMs: 2000,
  },
  closed: {
    status: 503,
    code: 'draining',
    message: 'The server is shutting down.',
    retryAfterMs: 5000,
  },
  'model-load-failed': { status: 503, code: null, message: notLoaded },
  'binding-not-found': { status: 503, code: null, message: notLoaded },
} as const satisfies Record<EngineErrorCode, EngineErrorMapping>;

/** The answer to a failure of the engine, in the words of the endpoint that asked. */
export function engineErrorToWireError(
  error: EngineError,
  endpoint: Endpoint = 'chat',
): WireError {
  const mapping: EngineErrorMapping = engineErrorToHttp[error.code];
  const { status, code } = mapping;
  const retryAfterMs =
    mapping.retryAfterMs === undefined
      ? undefined
      : (error.details.retryAfterMs ?? mapping.retryAfterMs);
  return new WireError(messageFor(error, mapping, endpoint), {
    status,
    code,
    param: status === 400 ? paramFor(error, endpoint) : null,
    ...(status === 429 ? { type: 'requests' } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function messageFor(
  error: EngineError,
  mapping: EngineErrorMapping,
  endpoint: Endpoint,
): string {
  if (error.code === 'context-length-exceeded')
    return contextLengthMessage(error.details, endpoint) ?? quoted(error.message);
  return mapping.message ?? quoted(error.message);
}

const promptParams = {
  chat: 'messages',
  completions: 'prompt',
  responses: 'input',
  messages: 'messages',
  embeddings: 'input',
  rerank: 'documents',
} as const;

function paramFor(error: EngineError, endpoint: Endpoint): string | null {
  const { field } = error.details;
  if (
    error.code === 'context-length-exceeded' ||
    field === 'prompt' ||
    field === 'media' ||
    field === 'inputs'
  )
    return promptParams[endpoint];
  if (field === undefined) return null;
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
