import type { RequestRule } from '../match/request-rule.ts';
import type { FaultName } from './fault-names.ts';

/** A fault, and when it happens. */
export interface FaultRule {
  readonly fault: FaultName;
  /** Which requests may meet it. Default: all. */
  readonly match?: RequestRule;
  /** Which session's requests may meet it. Default: all. */
  readonly session?: string;
  /** Which of those requests do, counted from 1 in each session. Default: all. */
  readonly calls?: readonly number[];
  /** How likely each of them is to meet it, from 0 to 1. Default: 1. */
  readonly probability?: number;
  /** Happens after this many events of the stream; others start after half of them. */
  readonly afterEvents?: number;
  /** Happens after this many bytes of the body. */
  readonly afterBytes?: number;
  /** How long a delay is; 0 is for ever. */
  readonly ms?: number;
  /** How many of what a fault adds: comments, blank lines, bytes. */
  readonly count?: number;
  /** `retry-after` of a refusal: `seconds`, `milliseconds`, `date` or `none`. */
  readonly retryAfter?: 'seconds' | 'milliseconds' | 'date' | 'none';
  /** Where a redirect goes. Default: the same address. */
  readonly location?: string;
}
