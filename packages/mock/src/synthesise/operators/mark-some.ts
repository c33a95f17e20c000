import type { NeutralEvent } from '../../scenario/neutral-event.ts';
import type { Random } from '../../scenario/random.ts';

/** Adds a kind to some events of another, for what a provider does now and then. */
export interface SomeMark {
  readonly of: string;
  readonly kind: string;
  /** The part of them, from 0 to 1. */
  readonly share: number;
}

export function markSome(
  events: readonly NeutralEvent[],
  marks: readonly SomeMark[],
  random: Random,
): readonly NeutralEvent[] {
  return events.map((event) => {
    const added = marks
      .filter(({ of, share }) => event.kinds.includes(of) && random.next() < share)
      .map(({ kind }) => kind);
    return added.length === 0 ? event : { ...event, kinds: [...event.kinds, ...added] };
  });
}
