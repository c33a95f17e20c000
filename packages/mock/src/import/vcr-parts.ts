import { STATUS_CODES } from 'node:http';
import { encodeText } from '../exchange/bytes.ts';
import type { RecordedResponse } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { isJsonObject } from '../exchange/json.ts';
import { cutBody, decodeContent } from './body-source.ts';
import type { Loss } from './imported.ts';

export type Fields = { readonly [key: string]: unknown };

export function fieldsOf(value: unknown, what: string): Fields {
  if (!isJsonObject(value)) throw new TypeError(`expected fields in ${what}`);
  return value;
}

/** VCR keeps headers as name → list of values; each value is a header of its own. */
export function toHeaderList(value: unknown): HeaderList {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, values]) =>
    [values].flat().map((item) => [name, textOf(item)] as const),
  );
}

/** Tools write texts; a number somebody wrote by hand is meant as one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text or bytes; undefined where neither is there. */
export function toBytes(value: unknown): Uint8Array | undefined {
  if (typeof value === 'string') return encodeText(value);
  return value instanceof Uint8Array ? Uint8Array.from(value) : undefined;
}

/** The status line of VCR: a code and a message, which is dropped where it is the usual one. */
export function toStatus(
  value: unknown,
): Pick<RecordedResponse, 'status' | 'statusText'> {
  const { code, message } = fieldsOf(value, 'response.status');
  if (typeof code !== 'number') throw new TypeError('expected a number in status.code');
  const isUsual = typeof message !== 'string' || message === STATUS_CODES[code];
  return { status: code, ...(isUsual ? {} : { statusText: message }) };
}

export function toResponse(
  status: Pick<RecordedResponse, 'status' | 'statusText'>,
  headers: HeaderList,
  body: Uint8Array,
): RecordedResponse {
  return { ...status, headers, ...cutBody(decodeContent(body, headers), headers) };
}

/** One string holds the whole body, wherever the transport cut it. */
export function cutsLoss(exchange: number, { cuts }: RecordedResponse): Loss[] {
  if (cuts !== 'events') return [];
  const reason = 'the stream was kept as one text; it is cut after each event';
  return [{ exchange, what: 'cuts', reason }];
}
