import { concatBytes, decodeText, encodeText } from '../exchange/bytes.ts';
import { withHeader } from '../exchange/header-list.ts';
import type { AnswerPlan, PlannedChunk } from '../player/answer-plan.ts';
import {
  bodyOf,
  cutChunks,
  faultPosition,
  isEventStream,
  requireEventStream,
  rewriteEvents,
} from './chunk-surgery.ts';
import type { Effect } from './effect.ts';
import { FaultError } from './fault-error.ts';
import type { FaultName } from './fault-names.ts';

/** Writes all events anew, with the same meaning. */
function rewrite(change: (event: string) => string): Effect {
  return (plan, { rule }) => {
    requireEventStream(plan, rule);
    const chunks = rewriteEvents(plan.chunks, (event) => encodeText(change(event)));
    return { ...plan, chunks };
  };
}

function insert(
  plan: AnswerPlan,
  position: number,
  added: readonly PlannedChunk[],
): AnswerPlan {
  const [before, after] = cutChunks(plan.chunks, position);
  return { ...plan, chunks: [...before, ...added, ...after] };
}

const keepAlive: PlannedChunk = { bytes: encodeText(': keep-alive\n\n') };

/** Faults of form: a good client reads the same answer. */
export const framings = {
  'duplicate-chunk': (plan, { rule }) => {
    const position = faultPosition(plan, rule);
    const [before, after] = cutChunks(plan.chunks, position);
    const [again] = after;
    if (again === undefined)
      throw new FaultError(`the fault '${rule.fault}' has nothing left to repeat`);
    return { ...plan, chunks: [...before, again, ...after] };
  },
  'giant-chunk': (plan, { rule }) => {
    const body = bodyOf(plan);
    const numMissing = Math.max((rule.count ?? 2 ** 20) - body.length, 0);
    const padding = isEventStream(plan)
      ? `:${' '.repeat(Math.max(numMissing - 3, 0))}\n\n`
      : ' '.repeat(numMissing);
    return { ...plan, chunks: [{ bytes: concatBytes([encodeText(padding), body]) }] };
  },
  'one-byte-chunks': (plan) => ({
    ...plan,
    chunks: Array.from(plan.chunks, (chunk) =>
      Array.from(chunk.bytes, (_, at) => ({
        ...chunk,
        bytes: chunk.bytes.subarray(at, at + 1),
      })),
    ).flat(),
  }),
  'split-utf8': (plan, { rule }) => {
    const chunks = Array.from(plan.chunks, splitCharacters).flat();
    if (chunks.length === [...plan.chunks].length)
      throw new FaultError(
        `the fault '${rule.fault}' needs a character beyond ASCII; this answer has none`,
      );
    return { ...plan, chunks };
  },
  crlf: rewrite((event) => event.replaceAll(/\r\n|\n|\r/g, '\r\n')),
  'no-space': rewrite((event) => event.replaceAll(/^(data|event|id|retry): /gm, '$1:')),
  bom: (plan) => insert(plan, 0, [{ bytes: Uint8Array.of(0xef, 0xbb, 0xbf) }]),
  'comment-flood': (plan, { rule }) => {
    requireEventStream(plan, rule);
    const flood = Array.from({ length: rule.count ?? 100 }, () => keepAlive);
    return insert(plan, faultPosition(plan, rule), flood);
  },
  'blank-lines-before-json': (plan, { rule }) => {
    if (isEventStream(plan))
      throw new FaultError(`the fault '${rule.fault}' needs an answer that is no stream`);
    const line = { bytes: encodeText('\n'), holdMs: rule.ms ?? 0 };
    return insert(
      plan,
      0,
      Array.from({ length: rule.count ?? 20 }, () => line),
    );
  },
  'wrong-content-type': (plan) => ({
    ...plan,
    headers: withHeader(
      plan.headers,
      'content-type',
      isEventStream(plan) ? 'application/json' : 'text/plain',
    ),
  }),
  'gzip-body': (plan) => ({
    ...plan,
    headers: withHeader(plan.headers, 'content-encoding', 'gzip'),
    contentEncoding: 'gzip',
  }),
} as const satisfies Partial<Record<FaultName, Effect>>;

/** Cuts after the first byte of every character that has several. */
function splitCharacters(chunk: PlannedChunk): PlannedChunk[] {
  const { bytes } = chunk;
  if (decodeText(bytes) === undefined) return [chunk];
  const cuts = Array.from(bytes.entries())
    .filter(([, byte]) => byte >= 0xc0)
    .map(([at]) => at + 1);
  return [0, ...cuts].map((start, index) =>
    Object.assign({}, chunk, { bytes: bytes.subarray(start, cuts[index]) }),
  );
}
