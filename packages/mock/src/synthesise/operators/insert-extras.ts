import type { NeutralEvent } from '../../scenario/neutral-event.ts';
import { holds } from '../condition.ts';

/**
 * An event that a provider adds and no scenario has; its kind is its name. `after-open` is after
 * the opening of each tool call, `after-calls` after the last event of them all: both carry that
 * call without arguments.
 */
export interface ExtraEvent {
  readonly kind: string;
  readonly at:
    | 'start'
    | 'after-open'
    | 'after-calls'
    | 'before-finish'
    | 'after-finish'
    | 'end';
  readonly when?: string;
}

/** Adds a provider's own events. An answer that failed gets none after its start. */
export function insertExtras(
  events: readonly NeutralEvent[],
  extras: readonly ExtraEvent[],
  tags: ReadonlySet<string>,
): readonly NeutralEvent[] {
  return extras
    .filter(({ when = '' }) => holds(when, tags))
    .reduce<readonly NeutralEvent[]>(insertExtra, events);
}

function insertExtra(
  events: readonly NeutralEvent[],
  { kind, at }: ExtraEvent,
): readonly NeutralEvent[] {
  const places = placesOf(events, at);
  return events.flatMap((event, number) => {
    const before = number === 0 && places.has(-1) ? [extra(kind, event)] : [];
    const after = places.has(number) ? [extra(kind, event)] : [];
    return [...before, event, ...after];
  });
}

/** The numbers of the events after which an extra stands; -1 is before all. */
function placesOf(events: readonly NeutralEvent[], at: ExtraEvent['at']): Set<number> {
  if (at === 'start') return new Set([-1]);
  const numbers = [...events.keys()];
  const isCall = (number: number) => events[number]?.calls !== undefined;
  if (at === 'after-open') {
    return new Set(
      numbers.filter((number) => events[number]?.kinds.includes('tool-open')),
    );
  }
  if (at === 'after-calls') {
    return new Set(numbers.filter((n) => isCall(n) && !isCall(n + 1)));
  }
  const finish = events.findLastIndex((event) => event.finish !== undefined);
  if (finish < 0) return new Set();
  if (at === 'end') return new Set([events.length - 1]);
  return new Set([at === 'before-finish' ? finish - 1 : finish]);
}

function extra(kind: string, { choice, atMs, calls }: NeutralEvent): NeutralEvent {
  const last = calls?.at(-1);
  return {
    kinds: [kind],
    choice,
    atMs,
    ...(last && { calls: [{ ...last, arguments: '' }] }),
  };
}
