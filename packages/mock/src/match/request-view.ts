import { decodeText } from '../exchange/bytes.ts';
import type { RecordedRequest } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import { isJsonObject, type JsonValue, parseJson } from '../exchange/json.ts';
import { deploymentOf, routeOf } from './route.ts';

/** A request, taken apart once for all that look at it. */
export interface RequestView {
  readonly method: string;
  /** Undefined where only a path is known. */
  readonly host: string | undefined;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The endpoint without the provider's prefix. */
  readonly route: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  /** Undefined where the body is not JSON. */
  readonly json: JsonValue | undefined;
  readonly model: string | undefined;
  readonly stream: boolean;
}

const noHost = 'http://no-host.invalid';

export function viewRequest({
  method,
  url,
  headers,
  body,
}: RecordedRequest): RequestView {
  const parsed = parseAddress(url);
  const path = parsed.pathname;
  const text = body.length === 0 ? undefined : decodeText(body);
  const json = text === undefined ? undefined : parseJson(text);
  const named = isJsonObject(json) ? json['model'] : undefined;
  return {
    method: method.toUpperCase(),
    host: parsed.origin === noHost ? undefined : parsed.host,
    path,
    query: parsed.searchParams,
    route: routeOf(path),
    headers,
    body,
    json,
    model: typeof named === 'string' ? named : deploymentOf(path),
    stream: isJsonObject(json) && json['stream'] === true,
  };
}

/** Recordings may hold a placeholder for the host; the path counts all the same. */
function parseAddress(url: string): URL {
  const isWhole = url.startsWith('/') || /^https?:/i.test(url);
  const parsed = isWhole ? URL.parse(url, noHost) : null;
  if (parsed !== null) return parsed;
  const path = /^(?:[a-z]+:\/\/)?[^/]*(\/.*)?$/i.exec(url)?.[1] ?? '/';
  return URL.parse(path, noHost) ?? new URL(noHost);
}
