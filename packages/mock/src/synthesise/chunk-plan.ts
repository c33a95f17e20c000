import type { Profile } from '../profiles/schema.ts';
import type { Random } from '../scenario/random.ts';
import type { TimedText } from './frame.ts';

/** One piece of a body as a transport hands it over. */
export interface AnswerChunk {
  readonly bytes: Uint8Array;
  /** Milliseconds after the chunk before, or after the request for the first. */
  readonly delayMs: number;
}

interface TimedBytes {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** Cuts a stream into chunks as the provider's transport does: events joined, events split. */
export function planChunks(
  texts: readonly TimedText[],
  transport: Profile['transport'],
  random: Random,
): readonly AnswerChunk[] {
  const encoder = new TextEncoder();
  const events = texts.map(({ atMs, text }) => ({ atMs, bytes: encoder.encode(text) }));
  const joined = joinSome(events, transport, random);
  return withDelays(joined.flatMap((event) => splitSome(event, transport, random)));
}

/** An answer in one piece. */
export function oneChunk(text: string, delayMs: number): readonly AnswerChunk[] {
  return [{ bytes: new TextEncoder().encode(text), delayMs }];
}

/** An answer in one piece, after a blank line for every so many milliseconds of waiting. */
export function afterBlankLines(
  text: string,
  afterMs: number,
  everyMs: number | undefined,
): readonly AnswerChunk[] {
  if (everyMs === undefined) return oneChunk(text, afterMs);
  const count = Math.max(0, Math.ceil(afterMs / everyMs) - 1);
  const blanks = Array.from({ length: count }, () => oneChunk('\n', everyMs)).flat();
  return [...blanks, ...oneChunk(text, afterMs - count * everyMs)];
}

function joinSome(
  events: readonly TimedBytes[],
  { joined, mostEvents, mostBytes }: Profile['transport'],
  random: Random,
): TimedBytes[] {
  const chunks: { atMs: number; parts: Uint8Array[]; length: number }[] = [];
  for (const { atMs, bytes } of events) {
    const last = chunks.at(-1);
    // The number is drawn for every event, so that limits do not shift what follows.
    const wantsJoin = random.next() < joined;
    const fits =
      last && last.parts.length < mostEvents && last.length + bytes.length <= mostBytes;
    if (wantsJoin && last && fits) {
      last.parts.push(bytes);
      last.length += bytes.length;
      last.atMs = atMs;
    } else chunks.push({ atMs, parts: [bytes], length: bytes.length });
  }
  return chunks.map(({ atMs, parts, length }) => ({
    atMs,
    bytes: concat(parts, length),
  }));
}

function splitSome(
  { atMs, bytes }: TimedBytes,
  { split }: Profile['transport'],
  random: Random,
): TimedBytes[] {
  if (bytes.length < 2 || random.next() >= split) return [{ atMs, bytes }];
  const at = random.integer(1, bytes.length - 1);
  return [
    { atMs, bytes: bytes.subarray(0, at) },
    { atMs, bytes: bytes.subarray(at) },
  ];
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function withDelays(chunks: readonly TimedBytes[]): AnswerChunk[] {
  let before = 0;
  return chunks.map(({ atMs, bytes }) => {
    const delayMs = Math.max(0, atMs - before);
    before = atMs;
    return { bytes, delayMs };
  });
}
