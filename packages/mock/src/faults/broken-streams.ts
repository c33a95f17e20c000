import { concatBytes, encodeText } from '../exchange/bytes.ts';
import { isJsonObject, type JsonObject, parseJson } from '../exchange/json.ts';
import { splitEvents } from '../exchange/split-events.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';
import {
  bodyOf,
  cutChunks,
  faultPosition,
  payloadOf,
  requireEventStream,
  rewriteEvents,
} from './chunk-surgery.ts';
import type { Effect, EffectContext } from './effect.ts';
import { errorBody } from './error-body.ts';
import { FaultError } from './fault-error.ts';
import type { FaultName } from './fault-names.ts';

const failure = {
  message: 'The server had an error while processing your request. Sorry about that!',
  type: 'server_error',
  anthropicType: 'api_error',
  code: null,
} as const;

/** Ends the stream, in order as HTTP sees it, with something in place of the rest. */
function endWith(write: (error: string) => string): Effect {
  return (plan, context) => {
    requireEventStream(plan, context.rule);
    const [before] = cutChunks(plan.chunks, faultPosition(plan, context.rule));
    return withLast(plan, before, write(failureOf(context)));
  };
}

function failureOf({ view }: EffectContext): string {
  return JSON.stringify(errorBody(failure, view));
}

function withLast(
  plan: AnswerPlan,
  before: AnswerPlan['chunks'],
  text: string,
): AnswerPlan {
  return { ...plan, chunks: [...before, { bytes: encodeText(text) }] };
}

/** Breaks the connection where the rule says. */
function breakOff(end: 'close' | 'reset'): Effect {
  return (plan, { rule }) => {
    const [chunks] = cutChunks(plan.chunks, faultPosition(plan, rule));
    return { ...plan, chunks, end };
  };
}

/** Leaves events out. */
function without(what: string, isUnwanted: (payload: string) => boolean): Effect {
  return (plan, { rule }) => {
    requireEventStream(plan, rule);
    let numRemoved = 0;
    const chunks = rewriteEvents(plan.chunks, (event) => {
      if (!isUnwanted(payloadOf(event))) return undefined;
      numRemoved += 1;
      return new Uint8Array();
    });
    if (numRemoved === 0)
      throw new FaultError(
        `the fault '${rule.fault}' needs ${what}; this stream has none`,
      );
    return { ...plan, chunks };
  };
}

const lastTypes = new Set([
  'message_delta',
  'message_stop',
  'response.completed',
  'response.incomplete',
]);

function isFinish(payload: string): boolean {
  const chunk = parseJson(payload);
  if (!isJsonObject(chunk)) return false;
  const { type, choices } = chunk;
  if (typeof type === 'string' && lastTypes.has(type)) return true;
  return (
    Array.isArray(choices) &&
    (choices as readonly JsonObject[]).some(
      ({ finish_reason: reason }) => reason !== null && reason !== undefined,
    )
  );
}

/** Faults that leave an answer broken off or unreadable. */
export const brokenStreams = {
  'sse-error-event': endWith((error) => `event: error\ndata: ${error}\n\n`),
  'sse-error-object': endWith((error) => `data: ${error}\n\n`),
  'sse-error-field': endWith((error) => `error: ${error}\n\n`),
  'error-after-finish': (plan, context) => {
    requireEventStream(plan, context.rule);
    const events = splitEvents(bodyOf(plan)).filter(
      (event) => payloadOf(new TextDecoder().decode(event)) !== '[DONE]',
    );
    const [before] = cutChunks(plan.chunks, concatBytes(events).length);
    return withLast(plan, before, `data: ${failureOf(context)}\n\n`);
  },
  'no-finish': without('an event that finishes', isFinish),
  'no-done': without("a 'data: [DONE]'", (payload) => payload === '[DONE]'),
  'truncated-chunk': (plan, { rule }) => {
    const start = faultPosition(plan, rule);
    const [, rest] = cutChunks(plan.chunks, start);
    const next = splitEvents(concatBytes(rest.map(({ bytes }) => bytes)))[0];
    const [chunks] = cutChunks(plan.chunks, start + Math.ceil((next?.length ?? 0) / 2));
    return { ...plan, chunks };
  },
  'malformed-json-chunk': (plan, { rule }) => {
    requireEventStream(plan, rule);
    const [before] = cutChunks(plan.chunks, faultPosition(plan, rule));
    const broken = splitEvents(concatBytes(before.map(({ bytes }) => bytes))).length;
    let isDone = false;
    const chunks = rewriteEvents(plan.chunks, (event, index) => {
      if (isDone || index < broken || !/\}\s*$/.test(event)) return undefined;
      isDone = true;
      return encodeText(event.replace(/\}(\s*)$/, '$1'));
    });
    if (!isDone)
      throw new FaultError(
        `the fault '${rule.fault}' needs JSON after event ${broken}; there is none`,
      );
    return { ...plan, chunks };
  },
  'close-early': (plan, { rule }) => {
    const announcedLength = bodyOf(plan).length;
    const [chunks] = cutChunks(plan.chunks, faultPosition(plan, rule));
    return { ...plan, chunks, announcedLength, end: 'close' };
  },
  'close-midstream': breakOff('close'),
  'reset-midstream': breakOff('reset'),
} as const satisfies Partial<Record<FaultName, Effect>>;
