import type { FaultName } from '../faults/fault-names.ts';
import type { RecordedRequest } from '../exchange/exchange.ts';

/** One request the mock has got, and what became of it. */
export interface Call {
  /** Counted from 1 over all sessions. */
  readonly number: number;
  readonly session: string;
  readonly method: string;
  readonly path: string;
  readonly route: string;
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly request: RecordedRequest;
  /** `made`: by the function the mock was given for what is not recorded. */
  readonly outcome: 'replayed' | 'made' | 'forwarded' | 'missed';
  /** Undefined where it was forwarded. */
  readonly status: number | undefined;
  /** Which exchange answered. */
  readonly exchange?: { readonly cassette: string; readonly index: number };
  /** The faults it met. */
  readonly faults: readonly FaultName[];
  /** Why nothing answered. */
  readonly miss?: string;
}
