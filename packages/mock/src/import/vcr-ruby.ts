import { encodeText, fromBase64 } from '../exchange/bytes.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Imported, Loss } from './imported.ts';
import { cutsLoss, type Fields, fieldsOf, toBytes, toHeaderList } from './vcr-parts.ts';
import { toResponse, toStatus } from './vcr-parts.ts';

/** A cassette of Ruby's VCR gem. */
export function importVcrRuby(root: Fields): Imported {
  const losses: Loss[] = [];
  const exchanges = (root['http_interactions'] as readonly unknown[]).map(
    (item, index) => {
      const exchange = importInteraction(fieldsOf(item, `http_interactions[${index}]`));
      losses.push(...cutsLoss(index, exchange.response));
      return exchange;
    },
  );
  return { format: 'vcr-ruby', cassette: { exchanges }, losses };
}

function importInteraction(item: Fields): Exchange {
  const request = fieldsOf(item['request'], 'request');
  const response = fieldsOf(item['response'], 'response');
  const headers = toHeaderList(response['headers']);
  return {
    request: {
      method: String(request['method']).toUpperCase(),
      url: String(request['uri']),
      headers: toHeaderList(request['headers']),
      body: bodyOf(request),
    },
    response: toResponse(toStatus(response['status']), headers, bodyOf(response)),
  };
}

function bodyOf(message: Fields): Uint8Array {
  const body = fieldsOf(message['body'] ?? {}, 'body');
  const base64 = body['base64_string'];
  if (typeof base64 === 'string') return fromBase64(base64);
  return toBytes(body['string']) ?? encodeText('');
}
