import type { NeutralEvent } from '../../scenario/neutral-event.ts';

/**
 * How tool calls stream. `incremental`: the opening without arguments, then these piece by
 * piece. `opening`: the opening with the first piece. `whole`: each call in one event.
 * `all-at-once`: all calls of a choice in one event.
 */
export type CallMode = 'incremental' | 'opening' | 'whole' | 'all-at-once';

export function shapeCalls(
  events: readonly NeutralEvent[],
  mode: CallMode,
): readonly NeutralEvent[] {
  if (mode === 'incremental') return events;
  const shaped: NeutralEvent[] = [];
  for (const event of events) {
    const before = lastOfChoice(shaped, event.choice);
    const joined = before && joinedCall(before, event, mode);
    if (joined) shaped[shaped.lastIndexOf(before)] = joined;
    else shaped.push(event);
  }
  return shaped;
}

function lastOfChoice(events: readonly NeutralEvent[], choice: number) {
  return events.findLast((event) => event.choice === choice);
}

/** Two events of calls as one, if the mode has it so. The later time counts. */
function joinedCall(
  before: NeutralEvent,
  event: NeutralEvent,
  mode: CallMode,
): NeutralEvent | undefined {
  if (!before.kinds.includes('tool-open')) return undefined;
  const { atMs } = event;
  const calls = before.calls ?? [];
  const last = calls.at(-1);
  const piece = event.calls?.[0];
  if (last === undefined || piece === undefined) return undefined;

  if (event.kinds.includes('tool-arguments')) {
    if (mode === 'opening' && before.kinds.includes('tool-arguments')) return undefined;
    const whole = { ...last, arguments: last.arguments + piece.arguments };
    const kinds = [...new Set([...before.kinds, 'tool-arguments'])];
    return { ...before, kinds, atMs, calls: [...calls.slice(0, -1), whole] };
  }
  if (mode !== 'all-at-once') return undefined;
  return { ...before, atMs, calls: [...calls, piece] };
}
