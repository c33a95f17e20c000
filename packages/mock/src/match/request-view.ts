import { decodeText } from '../exchange/bytes.ts';
import type { RecordedRequest } from '../exchange/exchange.ts';
import type { HeaderList } from '../exchange/header-list.ts';
import type { JsonValue } from '../exchange/json.ts';
import { type BodyView, viewBody } from './body-view.ts';
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
  /** The body; undefined where there is none, or it is not UTF-8. */
  readonly text: string | undefined;
  /** Undefined where the body is not JSON. */
  readonly json: JsonValue | undefined;
  readonly model: string | undefined;
  readonly stream: boolean;
}

const nothing: BodyView = { json: undefined, model: undefined, stream: false };
const noHost = 'http://no-host.invalid';

/** @param readBody for who knows some bodies already */
export function viewRequest(
  { method, url, headers, body }: RecordedRequest,
  readBody: (text: string) => BodyView = viewBody,
): RequestView {
  const parsed = parseAddress(url);
  const path = parsed.pathname;
  const text = body.length === 0 ? undefined : decodeText(body);
  const said = text === undefined ? nothing : readBody(text);
  return {
    method: method.toUpperCase(),
    host: parsed.origin === noHost ? undefined : parsed.host,
    path,
    query: parsed.searchParams,
    route: routeOf(path),
    headers,
    body,
    text,
    json: said.json,
    model: said.model ?? deploymentOf(path),
    stream: said.stream,
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
