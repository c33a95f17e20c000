import type { NeutralEvent } from '../../scenario/neutral-event.ts';

/** Reasoning as a part of the text, between `<think>` and `</think>`. */
export function thinkTags(events: readonly NeutralEvent[]): readonly NeutralEvent[] {
  const open = new Set<number>();
  return events.flatMap((event) => {
    const { reasoning, choice, atMs } = event;
    if (reasoning !== undefined) {
      const piece = { kinds: ['text'], choice, atMs, text: reasoning };
      if (open.has(choice)) return [piece];
      open.add(choice);
      return [{ ...piece, text: '<think>\n' }, piece];
    }
    if (!open.delete(choice)) return [event];
    return [{ kinds: ['text'], choice, atMs, text: '\n</think>\n\n' }, event];
  });
}
