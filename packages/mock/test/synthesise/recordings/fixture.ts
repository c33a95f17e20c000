import { asObject, type ExchangePart } from './exchange.ts';

const nothingElse = { url: '', request: {}, headers: [], status: 200 };

/** A fixture that kept bodies alone: a stream, its payloads line by line, or one JSON value. */
export function readFixture(file: string, text: string): ExchangePart {
  if (file.endsWith('.sse')) {
    const kept = { framing: true, order: true, headers: false, ending: false };
    return { ...nothingElse, body: Buffer.from(text), kept };
  }
  if (file.endsWith('.chunks.txt')) {
    const kept = { framing: false, order: true, headers: false };
    return { ...nothingElse, body: framed(text.split('\n').filter(Boolean)), kept };
  }
  // A client's view, written anew: nulls may be the client's, the order is alphabetical.
  const isSnapshot = file.startsWith('tgi/');
  const kept = {
    framing: !isSnapshot,
    order: !isSnapshot,
    headers: false,
    nulls: !isSnapshot,
  };
  const value: unknown = JSON.parse(text);
  if (Array.isArray(value)) {
    return {
      ...nothingElse,
      body: framed(value.map((item) => JSON.stringify(item))),
      kept,
    };
  }
  const status = asObject(value)['error'] ? 400 : 200;
  return { ...nothingElse, status, body: Buffer.from(text), kept };
}

function framed(payloads: readonly string[]): Buffer {
  return Buffer.from(payloads.map((payload) => `data: ${payload}\n\n`).join(''));
}
