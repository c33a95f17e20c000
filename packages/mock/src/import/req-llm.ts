import { encodeText, fromBase64 } from '../exchange/bytes.ts';
import type { Exchange, RecordedResponse } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { isJsonObject } from '../exchange/json.ts';
import { cutBody } from './body-source.ts';
import type { Imported, Loss } from './imported.ts';
import { parseExactJson } from './exact-json.ts';
import { cutsLoss, type Fields, fieldsOf, toHeaderList } from './vcr-parts.ts';

/**
 * A fixture of req_llm: one exchange, for streams with the chunks of the transport. A body
 * that is no stream may be kept as parsed JSON.
 */
export function importReqLlm(text: string): Imported {
  const root = fieldsOf(parseExactJson(text), 'the file');
  const request = fieldsOf(root['request'], 'request');
  const response = fieldsOf(root['response'], 'response');
  const losses: Loss[] = [];
  const exchange: Exchange = {
    request: {
      method: String(request['method']),
      url: String(request['url']),
      headers: toHeaderList(request['headers']),
      body: base64Of(request['body']) ?? encodeText(JSON.stringify(request['body'])),
    },
    response: importResponse(response, root['chunks'], losses),
  };
  const at = root['captured_at'];
  return {
    format: 'req-llm',
    cassette: {
      ...(typeof at === 'string' ? { recorded: { at } } : {}),
      exchanges: [exchange],
    },
    losses,
  };
}

function importResponse(
  response: Fields,
  chunks: unknown,
  losses: Loss[],
): RecordedResponse {
  const status = Number(response['status']);
  const headers = toHeaderList(response['headers']);
  if (Array.isArray(chunks)) return { status, headers, chunks: chunks.map(toChunk) };
  const { body } = response;
  const bytes =
    base64Of(body) ?? (typeof body === 'string' ? encodeText(body) : undefined);
  const replayed = {
    status,
    headers,
    ...cutBody(bytes ?? writtenBody(body, headers, losses), headers),
  };
  losses.push(...cutsLoss(0, replayed));
  return replayed;
}

function toChunk(chunk: unknown, index: number): { readonly bytes: Uint8Array } {
  const bytes = base64Of(chunk);
  if (bytes === undefined) throw new TypeError(`expected base64 in chunks[${index}].b64`);
  return { bytes };
}

function base64Of(value: unknown): Uint8Array | undefined {
  const base64 = isJsonObject(value) ? value['b64'] : undefined;
  return typeof base64 === 'string' ? fromBase64(base64) : undefined;
}

function writtenBody(body: unknown, headers: HeaderList, losses: Loss[]): Uint8Array {
  if (body === null || body === undefined) return encodeText('');
  const reason =
    'the body was kept as parsed JSON: it is written compact, with the numbers and the ' +
    'order of the file; spacing and escapes are not known';
  losses.push({ exchange: 0, what: 'body', reason });
  return encodeText(JSON.stringify(body));
}
