import { encodeText, fromBase64 } from '../exchange/bytes.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Imported, Loss } from './imported.ts';
import { cutsLoss, type Fields, fieldsOf, toBytes, toHeaderList } from './vcr-parts.ts';
import { toResponse, toStatus } from './vcr-parts.ts';

/** A cassette of vcrpy, also as pydantic-ai post-processes it (`parsed_body`). */
export function importVcrPython(root: Fields): Imported {
  const losses: Loss[] = [];
  const exchanges = (root['interactions'] as readonly unknown[]).map((item, index) =>
    importInteraction(fieldsOf(item, `interactions[${index}]`), index, losses),
  );
  return { format: 'vcr-python', cassette: { exchanges }, losses };
}

function importInteraction(item: Fields, index: number, losses: Loss[]): Exchange {
  const request = fieldsOf(item['request'], 'request');
  const response = fieldsOf(item['response'], 'response');
  const headers = toHeaderList(response['headers']);
  const body = bodyOf(response);
  if (body === undefined)
    losses.push({
      exchange: index,
      what: 'body',
      reason:
        'the body was kept as parsed values (parsed_body): it is written as compact ' +
        'JSON; spacing, escapes and the order of keys are not the original ones',
    });
  const code = response['status_code'];
  const status =
    typeof code === 'number' ? { status: code } : toStatus(response['status']);
  const replayed = toResponse(status, headers, body ?? parsedBody(response));
  losses.push(...cutsLoss(index, replayed));
  return {
    request: {
      method: String(request['method']),
      url: String(request['uri']),
      headers: toHeaderList(request['headers']),
      body: bodyOf(request) ?? parsedBody(request),
    },
    response: replayed,
  };
}

/** Undefined where the bytes are gone. */
function bodyOf(message: Fields): Uint8Array | undefined {
  const body = message['body'];
  if (isFields(body)) {
    const base64 = body['base64_string'];
    if (typeof base64 === 'string') return fromBase64(base64);
    return toBytes(body['string'] ?? '');
  }
  const bare = toBytes(body) ?? toBytes(message['content']);
  if (bare !== undefined) return bare;
  return message['parsed_body'] === undefined ? new Uint8Array() : undefined;
}

function parsedBody(message: Fields): Uint8Array {
  return encodeText(JSON.stringify(message['parsed_body']));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
