import {
  asObject,
  type ExchangePart,
  headerPairs,
  type JsonObject,
  requestBody,
} from './exchange.ts';

/** A capture of req_llm: one exchange, streams in the pieces the transport handed over. */
export function readReqLlm(text: string): ExchangePart {
  const capture = asObject(JSON.parse(text));
  const request = asObject(capture['request']);
  const response = asObject(capture['response']);
  const chunks = capture['chunks'] as JsonObject[] | undefined;
  const canonical = request['canonical_json'];
  const sent = decoded(asObject(request['body'])['b64']);
  const { bytes, isVerbatim } = chunks
    ? { bytes: Buffer.concat(chunks.map(pieceBytes)), isVerbatim: true }
    : wholeBody(response['body']);
  return {
    url: String(request['url']),
    request: canonical === undefined ? requestBody(sent) : asObject(canonical),
    status: Number(response['status']),
    headers: headerPairs(response['headers']),
    body: bytes,
    kept: { framing: true, order: isVerbatim, headers: true },
  };
}

function pieceBytes(piece: JsonObject): Buffer {
  return decoded(piece['b64']);
}

function decoded(base64: unknown): Buffer {
  return Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
}

function wholeBody(body: unknown): { bytes: Buffer; isVerbatim: boolean } {
  if (typeof body === 'string') return { bytes: Buffer.from(body), isVerbatim: true };
  const base64 = asObject(body)['b64'];
  if (typeof base64 === 'string') return { bytes: decoded(base64), isVerbatim: true };
  return { bytes: Buffer.from(JSON.stringify(body)), isVerbatim: false };
}
