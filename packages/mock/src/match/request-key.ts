import { blotSecrets, secretParameters } from '../secrets/secret-patterns.ts';
import { normalBody } from './normal-body.ts';
import type { RequestView } from './request-view.ts';

/**
 * A text that two requests share if they ask for the same, wherever they are sent: method,
 * endpoint, query and normal body.
 */
export function requestKey(view: RequestView, ignore: readonly string[] = []): string {
  const query = [...view.query]
    .filter(([name]) => !secretParameters.has(name.toLowerCase()))
    .map(([name, value]) => `${name}=${value}`)
    .toSorted((left, right) => (left < right ? -1 : 1));
  const model = view.json === undefined ? view.model : undefined;
  const body = normalBody(view, ignore);
  return blotSecrets(
    JSON.stringify([view.method, view.route, query, model ?? null, body]),
  );
}
