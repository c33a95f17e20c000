import { concatBytes, decodeLoosely } from '../exchange/bytes.ts';
import { headerValue } from '../exchange/header-list.ts';
import { splitEvents } from '../exchange/split-events.ts';
import type { AnswerPlan, PlannedChunk } from '../player/answer-plan.ts';
import { FaultError } from './fault-error.ts';
import type { FaultRule } from './fault-rule.ts';

export function bodyOf({ chunks }: AnswerPlan): Uint8Array {
  return concatBytes(Array.from(chunks, ({ bytes }) => bytes));
}

export function isEventStream(plan: AnswerPlan): boolean {
  const type = headerValue(plan.headers, 'content-type') ?? '';
  return (
    type.startsWith('text/event-stream') ||
    /^(?:data|event):/.test(decodeLoosely(bodyOf(plan).subarray(0, 64)))
  );
}

/** @throws FaultError where the answer is no event stream */
export function requireEventStream(plan: AnswerPlan, { fault }: FaultRule): void {
  if (!isEventStream(plan))
    throw new FaultError(
      `the fault '${fault}' needs an event stream; this answer is none`,
    );
}

/**
 * Where in the body a fault happens: after the events or bytes its rule names, else in the
 * middle.
 */
export function faultPosition(plan: AnswerPlan, rule: FaultRule): number {
  const body = bodyOf(plan);
  if (rule.afterBytes !== undefined) return Math.min(rule.afterBytes, body.length);
  if (!isEventStream(plan)) return Math.floor(body.length / 2);
  const events = splitEvents(body);
  const numBefore = rule.afterEvents ?? Math.floor(events.length / 2);
  return concatBytes(events.slice(0, numBefore)).length;
}

/** The chunks up to a position and those from it on; the one it falls in is cut. */
export function cutChunks(
  chunks: Iterable<PlannedChunk>,
  position: number,
): [before: PlannedChunk[], after: PlannedChunk[]] {
  const before: PlannedChunk[] = [];
  const after: PlannedChunk[] = [];
  let at = 0;
  for (const chunk of chunks) {
    const { bytes } = chunk;
    const cut = Math.min(Math.max(position - at, 0), bytes.length);
    if (cut > 0) before.push({ ...chunk, bytes: bytes.subarray(0, cut) });
    if (cut < bytes.length) after.push({ ...chunk, bytes: bytes.subarray(cut) });
    at += bytes.length;
  }
  return [before, after];
}

/**
 * Rewrites single events; chunks keep their times, and a new event starts in the chunk in
 * which the old one started.
 *
 * @param rewrite gives the new bytes, none to remove the event, or undefined to keep it
 */
export function rewriteEvents(
  chunks: Iterable<PlannedChunk>,
  rewrite: (event: string, index: number) => Uint8Array | undefined,
): PlannedChunk[] {
  const list = [...chunks];
  const events = splitEvents(concatBytes(list.map(({ bytes }) => bytes)));
  let rest: readonly PlannedChunk[] = list;
  const written: PlannedChunk[][] = list.map(() => []);
  let number = 0;
  for (const [index, event] of events.entries()) {
    const [own, others] = cutChunks(rest, event.length);
    const replacement = rewrite(decodeLoosely(event), index);
    for (const [part, piece] of own.entries()) {
      const kept =
        replacement === undefined ? piece.bytes : part === 0 ? replacement : empty;
      written[number + part]?.push({ ...piece, bytes: kept });
    }
    // The chunk the event ends in may go on with the next one.
    number = list.length - others.length;
    rest = others;
  }
  return written
    .filter((pieces) => pieces.length > 0)
    .map((pieces) =>
      Object.assign({}, pieces[0], {
        bytes: concatBytes(pieces.map(({ bytes }) => bytes)),
      }),
    )
    .filter(({ bytes }) => bytes.length > 0);
}

const empty = new Uint8Array();

/** The payload of an event: what its `data:` lines say. */
export function payloadOf(event: string): string {
  const lines = event.split(/\r\n|\n|\r/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}
