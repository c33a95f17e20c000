import { EngineError } from '@samewire/engine';
import { type Endpoint, engineErrorToWireError } from './engine-error-to-http.ts';
import type { SchemaFault } from './fault-rules.ts';
import { faultToWireError } from './schema-fault.ts';
import { internalError } from './standard-errors.ts';
import { StateError } from '../state/state-error.ts';
import { stateErrorToWireError } from './state-errors.ts';
import { WireError } from './wire-error.ts';

/**
 * Whatever was thrown, as the error the client gets. What is not known to be fit for
 * clients becomes an internal error without any of its text.
 */
export function toWireError(error: unknown, endpoint?: Endpoint): WireError {
  if (error instanceof WireError) return error;
  if (EngineError.isInstance(error)) return engineErrorToWireError(error, endpoint);
  if (error instanceof StateError) return stateErrorToWireError(error) ?? internalError();
  if (!(error instanceof Error)) return internalError();
  const { validation, statusCode }: FrameworkError = error;
  if (validation !== undefined) return faultToWireError(validation, endpoint);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new WireError('The request could not be understood.', { status: statusCode });
  return internalError();
}

/** What the HTTP framework puts on the errors it throws. */
interface FrameworkError extends Error {
  readonly validation?: readonly SchemaFault[];
  readonly statusCode?: number;
}
