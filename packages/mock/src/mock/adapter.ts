import type { FaultName } from '../faults/fault-names.ts';

/** What a way of answering can do. */
export interface Adapter {
  /** As in messages: `the fetch function`. */
  readonly name: string;
  readonly faults: ReadonlySet<FaultName>;
  /** Why the others are impossible, and what to use for them. */
  readonly limits: string;
}
