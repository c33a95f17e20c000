import { changed, type DriftFinding } from './finding.ts';
import type { StreamSignature } from './signature.ts';

/** What differs in how a stream is written, its comments and the names of its events. */
export function compareFraming(
  was: StreamSignature,
  is: StreamSignature,
): DriftFinding[] {
  return [
    ...changed('framing', 'line ends', was.lineEnd, is.lineEnd),
    ...changed('framing', 'space after `data:`', yesNo(was.space), yesNo(is.space)),
    ...changed('framing', '[DONE]', yesNo(was.done), yesNo(is.done)),
    ...changed('framing', 'last bytes', was.ending, is.ending),
    ...compareSets('comment', commentsOf(was), commentsOf(is)),
    ...compareSets('event', eventsOf(was), eventsOf(is)),
  ];
}

function commentsOf({ comments }: StreamSignature): string[] {
  return comments.map(({ text, place }) => `": ${text}" ${place} events`);
}

/** The names of events, and fields other than `data` that carry a payload. */
function eventsOf({ phases }: StreamSignature): string[] {
  const shapes = phases.flat();
  const names = shapes.filter(({ event }) => event !== undefined);
  const fields = shapes.filter(({ field }) => field !== undefined);
  return [
    ...new Set([
      ...names.map(({ event }) => `event: ${event}`),
      ...fields.map(({ field }) => `payload in ${field}:`),
    ]),
  ];
}

function compareSets(
  what: 'comment' | 'event',
  was: readonly string[],
  is: readonly string[],
): DriftFinding[] {
  const added = is.filter((item) => !was.includes(item));
  const missing = was.filter((item) => !is.includes(item));
  return [
    ...missing.map(
      (where) => ({ kind: 'missing', what, where, breaks: what === 'event' }) as const,
    ),
    ...added.map((where) => ({ kind: 'added', what, where, breaks: false }) as const),
  ];
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
