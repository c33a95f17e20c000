import type { Profile } from '../profiles/schema.ts';
import type { Random } from '../scenario/random.ts';
import { makeText } from './make-value.ts';
import type { Session } from './session.ts';

/** An event's JSON and its time, before it is text. */
export interface FramedEvent {
  readonly atMs: number;
  readonly json: unknown;
  /** The `event:` line, for routes whose events have names. */
  readonly name?: string;
  readonly isError?: boolean;
}

/** A piece of a stream's text and its time. */
export interface TimedText {
  readonly atMs: number;
  readonly text: string;
}

/**
 * Events as the text of a stream, with the provider's line ends, comments and `[DONE]`.
 *
 * @param hasDone whether the route ends with `[DONE]` at all.
 */
export function frameEvents(
  session: Session,
  events: readonly FramedEvent[],
  hasDone = true,
): readonly TimedText[] {
  const { framing } = session.profile;
  const { comments, done, ending } = framing;
  const framed: TimedText[] = [];
  const write = (atMs: number, text: string) =>
    framed.push({ atMs, text: framing.lineEnd === 'crlf' ? crlf(text) : text });
  const comment = (atMs: number) =>
    write(atMs, `: ${makeText(comments?.text ?? '', {}, session.random)}\n\n`);

  for (let i = 0; i < (comments?.atStart ?? 0); i++) comment(0);
  let spokenMs = 0;
  for (const event of events) {
    for (const at of silences(spokenMs, event.atMs, comments?.everyMs)) comment(at);
    spokenMs = event.atMs;
    const text = eventText(event, framing);
    const isPadded = framing.padded === true && event.name !== undefined;
    write(event.atMs, isPadded ? padded(text, session.random) : text);
  }
  const last = events.at(-1);
  const hasFailed = events.some(({ isError }) => isError === true);
  if (hasDone && (hasFailed ? framing.error.done : done)) {
    const end = ending === 'line-end' ? '\n' : '\n\n';
    write(last?.atMs ?? 0, `data:${framing.space ? ' ' : ''}[DONE]${end}`);
  }
  return framed;
}

function eventText(
  { json, name, isError }: FramedEvent,
  { space, error }: Profile['framing'],
): string {
  const event = isError === true ? (error.event ?? name) : name;
  const field = isError === true ? (error.field ?? 'data') : 'data';
  const line = `${field}:${space ? ' ' : ''}${JSON.stringify(json)}\n\n`;
  return event === undefined ? line : `event:${space ? ' ' : ''}${event}\n${line}`;
}

/** Spaces before the last brace, against guessing text from the size of packets. */
function padded(text: string, random: Random): string {
  return text.replace(/\}\n\n$/, `${' '.repeat(random.integer(0, 15))}}\n\n`);
}

/** Times within a silence at which a server says that it is alive. */
function silences(fromMs: number, toMs: number, everyMs: number | undefined): number[] {
  if (everyMs === undefined) return [];
  const count = Math.ceil((toMs - fromMs) / everyMs) - 1;
  return Array.from(
    { length: Math.max(0, count) },
    (_, at) => fromMs + (at + 1) * everyMs,
  );
}

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
