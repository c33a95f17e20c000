import type { NeutralEvent } from '../../scenario/neutral-event.ts';

/** Two kinds of content whose border falls inside an event. */
export type KindBorder = readonly [before: string, after: string];

/** Joins the last event of one kind with the first of the next, where a provider does. */
export function joinKinds(
  events: readonly NeutralEvent[],
  borders: readonly KindBorder[],
): readonly NeutralEvent[] {
  const joined: NeutralEvent[] = [];
  for (const event of events) {
    const before = joined.at(-1);
    const isBorder = borders.some(
      ([from, to]) =>
        before?.choice === event.choice &&
        before.kinds.at(-1) === from &&
        event.kinds.includes(to),
    );
    if (before && isBorder) {
      joined[joined.length - 1] = {
        ...before,
        ...event,
        kinds: [...before.kinds, ...event.kinds],
      };
    } else joined.push(event);
  }
  return joined;
}
