import type { NeutralEvent } from '../../scenario/neutral-event.ts';

export type FirstPlacement = 'own' | 'merged' | 'none';

/**
 * Where the opening of a choice stands, with its role: in an event of its own, in the first
 * event with content, or nowhere. May depend on what that content is.
 */
export function placeFirst(
  events: readonly NeutralEvent[],
  placement: FirstPlacement | Readonly<Record<string, FirstPlacement>>,
): readonly NeutralEvent[] {
  const waiting = new Set<number>();
  return events.flatMap((event, at) => {
    if (event.kinds.includes('first')) {
      const next = events.slice(at + 1).find(({ choice }) => choice === event.choice);
      const mode = modeFor(placement, next);
      if (mode === 'merged' && next) waiting.add(event.choice);
      return mode === 'own' ? [event] : [];
    }
    if (!waiting.delete(event.choice)) return [event];
    return [{ ...event, kinds: ['first', ...event.kinds] }];
  });
}

function modeFor(
  placement: FirstPlacement | Readonly<Record<string, FirstPlacement>>,
  next: NeutralEvent | undefined,
): FirstPlacement {
  if (typeof placement === 'string') return placement;
  const kind = next?.kinds.find((name) => name in placement) ?? 'default';
  return placement[kind] ?? 'own';
}
