import type { Endpoint } from './endpoint.ts';
import type { SchemaFault } from './fault-rules.ts';
import { faultToWireError } from './schema-fault.ts';
import type { WireError } from './wire-error.ts';

/** How one wire tells its clients what went wrong. */
export interface ErrorForm {
  /** The answer to a body that does not fit its schema. */
  readonly faultToWireError: (
    faults: readonly SchemaFault[],
    endpoint?: Endpoint,
  ) => WireError;
  readonly statusOf: (error: WireError) => number;
  readonly toBody: (error: WireError, requestId: string) => object;
}

export const openaiErrors: ErrorForm = {
  faultToWireError,
  statusOf: ({ status }) => status,
  toBody: (error) => error.toBody(),
};
