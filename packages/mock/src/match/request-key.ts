import { normalBody } from './normal-body.ts';
import type { RequestView } from './request-view.ts';

/** Keys some providers take in the address. */
const secretParameters = new Set(['key', 'api-key', 'api_key']);

/**
 * A text that two requests share if they ask for the same, wherever they are sent: method,
 * endpoint, query and normal body.
 */
export function requestKey(view: RequestView, ignore: readonly string[] = []): string {
  const query = [...view.query]
    .filter(([name]) => !secretParameters.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .toSorted((left, right) => (left < right ? -1 : 1));
  const model = view.json === undefined ? view.model : undefined;
  return JSON.stringify([
    view.method,
    view.route,
    query,
    model ?? null,
    normalBody(view, ignore),
  ]);
}
