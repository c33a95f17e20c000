import { EngineError, engineErrorCodes, type EngineErrorCode } from '../engine-error.ts';
import type { EngineErrorDetails } from '../engine-error.ts';

/** An error of the addon as an `EngineError`; anything else as it is. */
export function fromNativeError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !isEngineErrorCode(error.code)) {
    return error;
  }
  const details = 'details' in error ? (error.details as EngineErrorDetails) : {};
  return new EngineError(error.code, error.message, details, { cause: error });
}

/** Calls into the addon, throwing its failures as `EngineError`. */
export function callNative<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw fromNativeError(error);
  }
}

/** As `callNative`, for what the addon does on other threads. */
export async function awaitNative<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw fromNativeError(error);
  }
}

function isEngineErrorCode(code: unknown): code is EngineErrorCode {
  return (engineErrorCodes as readonly unknown[]).includes(code);
}
