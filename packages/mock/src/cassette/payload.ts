import { decodeText, encodeText, fromBase64, toBase64 } from '../exchange/bytes.ts';

/**
 * Bytes as a cassette shows them: events by their payloads where they are nothing but
 * `data:` lines, other text as text, anything else as base64.
 */
export type Payload =
  | { readonly sse: readonly string[] }
  | { readonly text: string }
  | { readonly b64: string };

export type LineEnd = 'lf' | 'crlf';

const event = /data: ([^\r\n]*)(\r\n|\n)\2/y;

export function toPayload(bytes: Uint8Array, eol: LineEnd): Payload {
  const text = decodeText(bytes);
  if (text === undefined) return { b64: toBase64(bytes) };
  const payloads = eventPayloads(text, eol);
  return payloads === undefined ? { text } : { sse: payloads };
}

/** @throws DOMException where `b64` is not base64 */
export function fromPayload(payload: Payload, eol: LineEnd): Uint8Array {
  if ('b64' in payload) return fromBase64(payload.b64);
  if ('text' in payload) return encodeText(payload.text);
  const end = eol === 'crlf' ? '\r\n\r\n' : '\n\n';
  return encodeText(payload.sse.map((data) => `data: ${data}${end}`).join(''));
}

/** The line end that most events have. */
export function lineEndOf(bytes: Uint8Array): LineEnd {
  const carriageReturns = bytes.indexOf(13);
  return carriageReturns !== -1 && bytes[carriageReturns + 1] === 10 ? 'crlf' : 'lf';
}

/** Undefined unless the text is whole events of one `data:` line each, and nothing else. */
function eventPayloads(text: string, eol: LineEnd): string[] | undefined {
  const wantedEnd = eol === 'crlf' ? '\r\n' : '\n';
  const payloads: string[] = [];
  event.lastIndex = 0;
  for (let at = 0; at < text.length; at = event.lastIndex) {
    const [, payload, end] = event.exec(text) ?? [];
    if (payload === undefined || end !== wantedEnd) return undefined;
    payloads.push(payload);
  }
  return payloads.length === 0 ? undefined : payloads;
}
