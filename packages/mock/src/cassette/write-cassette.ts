import { Document, isScalar, Scalar, visit } from 'yaml';
import { concatBytes } from '../exchange/bytes.ts';
import type {
  Chunk,
  Exchange,
  RecordedRequest,
  RecordedResponse,
} from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { type Cassette, cassetteVersion } from './cassette.ts';
import { lineEndOf, type LineEnd, type Payload, toPayload } from './payload.ts';

/**
 * A cassette as YAML: one item for each chunk, payloads verbatim, keys always in the same
 * order, so that what has not changed gives no diff. Reading it gives the same exchanges.
 */
export function writeCassette({ recorded, exchanges }: Cassette): string {
  const document = new Document({
    version: cassetteVersion,
    ...(recorded === undefined ? {} : { recorded }),
    exchanges: exchanges.map(showExchange),
  });
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string') node.type = styleOf(node.value);
    },
    Pair(_key, pair) {
      if (isScalar(pair.key)) pair.key.type = Scalar.PLAIN;
    },
  });
  // Lines are never folded: a payload is one line, and a diff shows the one that changed.
  return document.toString({ lineWidth: 0, indentSeq: true });
}

function showExchange({ request, match, response }: Exchange): object {
  return {
    ...(match === undefined ? {} : { match }),
    ...(request === undefined ? {} : { request: showRequest(request) }),
    response: showResponse(response),
  };
}

function showRequest({ method, url, headers, body }: RecordedRequest): object {
  return {
    method,
    url,
    headers: showHeaders(headers),
    ...(body.length === 0 ? {} : { body: showBody(toPayload(body, 'lf')) }),
  };
}

function showResponse(response: RecordedResponse): object {
  const { status, statusText, headers, chunks, cuts, end, endAtMs } = response;
  const eol = lineEndOf(concatBytes(chunks.slice(0, 8).map(({ bytes }) => bytes)));
  return {
    status,
    ...(statusText === undefined ? {} : { statusText }),
    headers: showHeaders(headers),
    ...(cuts === undefined ? {} : { cuts }),
    ...(eol === 'lf' ? {} : { eol }),
    chunks: chunks.map((chunk) => showChunk(chunk, eol)),
    ...(end === undefined ? {} : { end }),
    ...(endAtMs === undefined ? {} : { endAt: endAtMs }),
  };
}

function showHeaders(headers: HeaderList): object[] {
  return headers.map(([name, value]) => ({ [name]: value }));
}

function showBody(payload: Payload): unknown {
  if ('text' in payload) return payload.text;
  return payload;
}

/** One event is shown without a list around it. */
function showChunk({ bytes, atMs }: Chunk, eol: LineEnd): object {
  const payload = toPayload(bytes, eol);
  const isOneEvent = 'sse' in payload && payload.sse.length === 1;
  return {
    ...(atMs === undefined ? {} : { at: atMs }),
    ...(isOneEvent ? { sse: payload.sse[0] } : payload),
  };
}

/** Printable text with plain line ends and no space that an editor might remove. */
const blockText =
  /^(?![\s#])(?:[\t\u{20}-\u{7E}\u{A1}-\u{D7FF}\u{E000}-\u{FEFE}\u{10000}-\u{10FFFF}]|\n)*$/u;
const plainText = /^[A-Za-z/][\w./-]*(?: [A-Za-z][\w./-]*)*$/;
const singleLine =
  /^[\u{20}-\u{7E}\u{A1}-\u{2027}\u{202A}-\u{D7FF}\u{E000}-\u{FEFE}\u{10000}-\u{10FFFF}]*$/u;

function styleOf(text: string): Scalar.Type {
  if (plainText.test(text) && !isWord(text)) return Scalar.PLAIN;
  if (singleLine.test(text)) return Scalar.QUOTE_SINGLE;
  const isBlock =
    text.includes('\n') &&
    blockText.test(text) &&
    !/[ \t](?:\n|$)|[\u{2028}\u{2029}]/u.test(text);
  return isBlock ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

/** Words that YAML would read as something else than text. */
function isWord(text: string): boolean {
  return /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}
