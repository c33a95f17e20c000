import type { NeutralEvent } from '../../scenario/neutral-event.ts';
import { holds } from '../condition.ts';

/** A place of token counts: the events that finish, or an event after all others. */
export interface UsagePlacement {
  readonly at: 'finish' | 'trailing';
  /** Only if this holds, as `usage-asked` for a request with `include_usage`. */
  readonly when?: string;
  /** Also after an error in the stream. */
  readonly evenFailed?: boolean;
}

/** Puts token counts where a provider has them; an event that has them is of kind `usage`. */
export function placeUsage(
  events: readonly NeutralEvent[],
  placements: readonly UsagePlacement[],
  tags: ReadonlySet<string>,
): readonly NeutralEvent[] {
  const hasFailed = events.some(({ error }) => error !== undefined);
  const places = new Set(
    placements
      .filter(
        ({ when = '', evenFailed = false }) =>
          holds(when, tags) && (evenFailed || !hasFailed),
      )
      .map(({ at }) => at),
  );
  const lastFinish = events.findLastIndex(({ finish }) => finish !== undefined);
  return events.flatMap((event, at) => {
    if (event.kinds.includes('usage')) {
      return places.has('trailing') ? [{ ...event, kinds: ['usage', 'trailing'] }] : [];
    }
    if (at !== lastFinish || !places.has('finish')) return [event];
    return [{ ...event, kinds: [...event.kinds, 'usage'] }];
  });
}
