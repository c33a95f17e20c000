import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import {
  asObject,
  type ExchangePart,
  headerPairs,
  type JsonObject,
  requestBody,
} from './exchange.ts';

/** Ruby's VCR writes a body it does not take for UTF-8 so. */
const rubyBinary = {
  tag: '!binary',
  resolve: (text: string) => Buffer.from(text, 'base64'),
};

/** The exchanges of a cassette of Python's or Ruby's VCR. */
export function readVcr(text: string): ExchangePart[] {
  const cassette = asObject(parse(text, { customTags: ['binary', rubyBinary] }));
  const interactions = cassette['interactions'] ?? cassette['http_interactions'];
  return (interactions as JsonObject[]).map(readInteraction);
}

function readInteraction(interaction: JsonObject): ExchangePart {
  const request = asObject(interaction['request']);
  const response = asObject(interaction['response']);
  const body = asObject(response['body']);
  const parsed = response['parsed_body'] ?? body['parsed_body'];
  const requestText = asObject(request['body'])['string'] ?? request['body'];
  const raw = body['string'] ?? response['content'] ?? '';
  return {
    url: String(request['uri']),
    request: requestBody(request['parsed_body'] ?? requestText),
    status: Number(asObject(response['status'])['code'] ?? response['status_code']),
    headers: headerPairs(response['headers']),
    body:
      parsed === undefined
        ? decompressed(Buffer.from(raw as string | Uint8Array))
        : Buffer.from(JSON.stringify(parsed)),
    // One recorder kept headers that are not those of its streams.
    kept: {
      framing: true,
      order: parsed === undefined,
      headers: response['content'] === undefined,
    },
  };
}

function decompressed(body: Buffer): Buffer {
  return body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body;
}
