import type { NeutralEvent } from '../../scenario/neutral-event.ts';

/**
 * Where the finish reason stands: in an event of its own or with the last content of the choice
 * (`merged`), and whether it is said `again` in a second event.
 */
export interface FinishPlacement {
  readonly at: 'own' | 'merged';
  readonly again?: boolean;
}

export function placeFinish(
  events: readonly NeutralEvent[],
  { at, again = false }: FinishPlacement,
): readonly NeutralEvent[] {
  const placed: NeutralEvent[] = [];
  for (const event of events) {
    if (event.finish === undefined) {
      placed.push(event);
      continue;
    }
    const before = placed.findLast(({ choice }) => choice === event.choice);
    if (at === 'merged' && before) {
      const merged = { ...before, ...event, kinds: [...before.kinds, ...event.kinds] };
      placed[placed.lastIndexOf(before)] = merged;
    } else placed.push(event);
    if (again) placed.push({ ...event, kinds: [...event.kinds, 'again'] });
  }
  return placed;
}
