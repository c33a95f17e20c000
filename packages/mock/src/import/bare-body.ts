import { decodeLoosely, encodeText } from '../exchange/bytes.ts';
import type { RecordedResponse } from '../exchange/exchange.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../exchange/json.ts';
import { splitEvents } from '../exchange/split-events.ts';
import type { Imported, Loss, RecordingFormat } from './imported.ts';
import { inferRule } from './infer-rule.ts';

/** One body of JSON and nothing else, as in the fixtures of Vercel's AI SDK. */
export function importJsonBody(json: JsonObject, bytes: Uint8Array): Imported {
  const status = assumedStatus(json);
  const headers = [['content-type', 'application/json']] as const;
  return bareAnswer('json-body', json, false, { status, headers, chunks: [{ bytes }] });
}

/** An event stream and nothing else. */
export function importEventStream(bytes: Uint8Array): Imported {
  const events = splitEvents(bytes);
  const [, payload] = /^data: ?(.*)$/m.exec(decodeLoosely(bytes)) ?? [];
  const cuts: Loss = {
    exchange: 0,
    what: 'cuts',
    reason: 'the file is one text; it is cut after each event',
  };
  return bareStream('event-stream', parseJson(payload ?? ''), events, [cuts]);
}

/**
 * One payload a line without `data: ` and without `[DONE]`, as in the `.chunks.txt` files of
 * Vercel's AI SDK.
 */
export function importJsonLines(lines: readonly string[]): Imported {
  const first = parseJson(lines[0] ?? '');
  return streamOfPayloads('json-lines', first, lines);
}

/** Makes events of payloads: the lines around them were not kept. */
export function streamOfPayloads(
  format: RecordingFormat,
  first: JsonValue | undefined,
  payloads: readonly string[],
): Imported {
  const type = isJsonObject(first) ? first['type'] : undefined;
  const isResponses = typeof type === 'string' && type.startsWith('response.');
  const events = payloads.map((payload) =>
    isResponses ? namedEvent(payload) : `data: ${payload}\n\n`,
  );
  if (!isResponses) events.push('data: [DONE]\n\n');
  const reason = isResponses
    ? 'only payloads were kept; the event lines around them are made as OpenAI writes them'
    : 'only payloads were kept; "data: " before and [DONE] after them are assumed';
  return bareStream(format, first, events.map(encodeText), [
    { exchange: 0, what: 'body', reason },
  ]);
}

function namedEvent(payload: string): string {
  const { type } = JSON.parse(payload) as { readonly type?: unknown };
  return `event: ${String(type)}\ndata: ${payload}\n\n`;
}

function bareStream(
  format: RecordingFormat,
  first: JsonValue | undefined,
  events: readonly Uint8Array[],
  losses: readonly Loss[],
): Imported {
  const headers = [['content-type', 'text/event-stream']] as const;
  const chunks = events.map((bytes) => ({ bytes }));
  const response: RecordedResponse = { status: 200, headers, chunks, cuts: 'events' };
  return bareAnswer(format, first, true, response, losses);
}

function bareAnswer(
  format: RecordingFormat,
  answer: JsonValue | undefined,
  stream: boolean,
  response: RecordedResponse,
  losses: readonly Loss[] = [],
): Imported {
  return {
    format,
    cassette: { exchanges: [{ match: inferRule(answer, stream), response }] },
    losses: [
      ...losses,
      {
        exchange: 0,
        what: 'status',
        reason: `the status was not kept; ${response.status} is assumed`,
      },
      {
        exchange: 0,
        what: 'headers',
        reason: 'headers were not kept; only the content type is sent',
      },
    ],
  };
}

/** What OpenAI answers such a body with. */
function assumedStatus({ error, object }: JsonObject): number {
  if (!isJsonObject(error) || object !== undefined) return 200;
  const { code, type, status } = error;
  if (typeof status === 'number') return status;
  const isRate = [code, type].some(
    (word) => typeof word === 'string' && /quota|rate_limit/.test(word),
  );
  return isRate ? 429 : 400;
}
