import { STATUS_CODES } from 'node:http';
import { encodeText, fromBase64 } from '../exchange/bytes.ts';
import type { Exchange, RecordedResponse } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { isJsonObject, type JsonObject } from '../exchange/json.ts';
import { cutBody } from './body-source.ts';
import type { Imported, Loss } from './imported.ts';
import { cutsLoss, type Fields, fieldsOf, textOf } from './vcr-parts.ts';

/** An HTTP archive, as browsers and proxies write it. Bodies in it are decoded. */
export function importHar({ log }: JsonObject): Imported {
  const { entries } = fieldsOf(log, 'log');
  if (!Array.isArray(entries)) throw new TypeError('expected a list in log.entries');
  const losses: Loss[] = [];
  const exchanges = entries.map((entry, index) =>
    importEntry(fieldsOf(entry, `log.entries[${index}]`), index, losses),
  );
  const at = (entries[0] as Fields | undefined)?.['startedDateTime'];
  return {
    format: 'har',
    cassette: { ...(typeof at === 'string' ? { recorded: { at } } : {}), exchanges },
    losses,
  };
}

function importEntry(entry: Fields, index: number, losses: Loss[]): Exchange {
  const request = fieldsOf(entry['request'], 'request');
  const postData = request['postData'];
  const text = isJsonObject(postData) ? postData['text'] : undefined;
  return {
    request: {
      method: String(request['method']),
      url: String(request['url']),
      headers: toHeaderList(request['headers']),
      body: encodeText(typeof text === 'string' ? text : ''),
    },
    response: importResponse(fieldsOf(entry['response'], 'response'), index, losses),
  };
}

function importResponse(
  response: Fields,
  index: number,
  losses: Loss[],
): RecordedResponse {
  const status = Number(response['status']);
  if (!(status >= 200))
    throw new TypeError(`entry ${index} has no answer (status ${status})`);
  const statusText = response['statusText'];
  const headers = toHeaderList(response['headers']);
  const isUsual =
    typeof statusText !== 'string' ||
    statusText === '' ||
    statusText === STATUS_CODES[status];
  const replayed = {
    status,
    ...(isUsual ? {} : { statusText }),
    headers,
    ...cutBody(
      bodyOf(fieldsOf(response['content'] ?? {}, 'content'), index, losses),
      headers,
    ),
  };
  losses.push(...cutsLoss(index, replayed));
  return replayed;
}

function bodyOf(content: Fields, index: number, losses: Loss[]): Uint8Array {
  const { text, encoding, size } = content;
  if (typeof text === 'string')
    return encoding === 'base64' ? fromBase64(text) : encodeText(text);
  if (typeof size === 'number' && size > 0)
    losses.push({
      exchange: index,
      what: 'body',
      reason: 'the archive was saved without its content; the body is empty',
    });
  return new Uint8Array();
}

/** Names that begin with a colon belong to HTTP/2's framing. */
function toHeaderList(value: unknown): HeaderList {
  if (!Array.isArray(value)) return [];
  return value
    .filter(isJsonObject)
    .map(({ name, value: text }) => [textOf(name), textOf(text)] as const)
    .filter(([name]) => !name.startsWith(':'));
}
