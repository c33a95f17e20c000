import type { RecordedRequest } from '../exchange/exchange.ts';
import { headerValue, withoutHeaders } from '../exchange/header-list.ts';

/** The session of requests that name none. */
const defaultSession = 'default';

const prefix = /^\/s\/([^/?]+)(?=\/)/;
const keySession = /^(Bearer )?sk-mock-([\w.-]+)$/;

/**
 * Which session a request belongs to, and the request without the mark: the header
 * `x-mock-session`, the path prefix `/s/<session>`, or the key `sk-mock-<session>`.
 */
export function takeSession(request: RecordedRequest): {
  readonly session: string;
  readonly request: RecordedRequest;
} {
  const { headers } = request;
  const named = headerValue(headers, 'x-mock-session');
  if (named !== undefined)
    return {
      session: named,
      request: { ...request, headers: withoutHeaders(headers, 'x-mock-session') },
    };
  const [origin, path] = splitOrigin(request.url);
  const [mark, id] = prefix.exec(path) ?? [];
  if (mark !== undefined && id !== undefined)
    return {
      session: decodeURIComponentSafely(id),
      request: { ...request, url: origin + path.slice(mark.length) },
    };
  return { session: sessionOfKey(request) ?? defaultSession, request };
}

function sessionOfKey({ headers }: RecordedRequest): string | undefined {
  return keySession.exec(keyOf(headers) ?? '')?.[2];
}

function keyOf(headers: RecordedRequest['headers']): string | undefined {
  return (
    headerValue(headers, 'authorization') ??
    headerValue(headers, 'x-api-key') ??
    headerValue(headers, 'api-key')
  );
}

function splitOrigin(url: string): [origin: string, path: string] {
  const [origin] = /^[a-z]+:\/\/[^/]+/i.exec(url) ?? [''];
  return [origin, url.slice(origin.length)];
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
