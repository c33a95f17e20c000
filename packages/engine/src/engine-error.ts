/**
 * Every way the engine can fail, as a closed set that programs may switch on.
 * The same words are spelled in C++ in `native/core/error.h`.
 *
 * | Code | Meaning |
 * | --- | --- |
 * | `invalid-params` | a value of the request that the engine cannot take |
 * | `context-length-exceeded` | prompt and answer limit do not fit the context length |
 * | `invalid-grammar` | a grammar or schema was refused |
 * | `unsupported` | the model or this build lacks what was asked |
 * | `queue-full` | the waiting limit is reached; try again later |
 * | `not-ready` | the model is still loading, or the engine is restarting |
 * | `decode-failed` | llama.cpp could not compute a step |
 * | `out-of-memory` | an allocation failed while serving |
 * | `engine-lost` | the engine process ended while the request ran |
 * | `closed` | the engine was closed |
 * | `model-load-failed` | the model file could not be loaded |
 * | `deadline-exceeded` | the first token did not come within the time the request allows |
 * | `binding-not-found` | the native addon is not built for this machine |
 */
export const engineErrorCodes = [
  'invalid-params',
  'context-length-exceeded',
  'invalid-grammar',
  'unsupported',
  'queue-full',
  'not-ready',
  'decode-failed',
  'out-of-memory',
  'engine-lost',
  'closed',
  'model-load-failed',
  'deadline-exceeded',
  'binding-not-found',
] as const;

export type EngineErrorCode = (typeof engineErrorCodes)[number];

/** Figures and names that belong to a failure, for messages in a caller's own words. */
export interface EngineErrorDetails {
  /** Name of the offending field of `EngineRequest`, in its own spelling. */
  readonly field?: string;
  readonly numPromptTokens?: number;
  readonly maxTokens?: number;
  readonly contextLength?: number;
  readonly retryAfterMs?: number;
}

const marker = Symbol.for('samewire.engine-error');

/**
 * A failure of the engine. Tell them apart by `code`, never by the message.
 *
 * @example
 * if (EngineError.isInstance(error) && error.code === 'queue-full') retryLater();
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly details: EngineErrorDetails;
  // A registered symbol, so that two copies of this package know each other's errors.
  readonly [marker] = true;

  constructor(
    code: EngineErrorCode,
    message: string,
    details: EngineErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  static isInstance(value: unknown): value is EngineError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
