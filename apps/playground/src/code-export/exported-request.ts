import type { ChatRequest } from '../wire/chat-wire.ts';
import type { SentRequest } from '../wire/run.ts';

/** The recorded body, read back. */
export function bodyOf(request: SentRequest): ChatRequest {
  return JSON.parse(request.body);
}

/** What the official clients call the base URL: all that comes before the route. */
export function baseUrlOf(request: SentRequest): string {
  return request.url.replace(/\/chat\/completions$/, '');
}

export function needsKey(request: SentRequest): boolean {
  return request.headers.some(([name]) => name === 'authorization');
}
