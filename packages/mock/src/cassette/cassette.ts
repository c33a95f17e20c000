import type { Exchange } from '../exchange/exchange.ts';

/** The version of the format that is written. */
export const cassetteVersion = 1;

/** Exchanges that belong together: one scenario, one file. */
export interface Cassette {
  /** Shown in messages: the file's name, as a rule. */
  readonly name?: string;
  /** Where the exchanges come from. */
  readonly recorded?: {
    /** ISO 8601 */
    readonly at?: string;
    readonly by?: string;
    /** The file this was imported from. */
    readonly from?: string;
  };
  readonly exchanges: readonly Exchange[];
}
