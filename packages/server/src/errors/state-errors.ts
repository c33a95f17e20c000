import { StateError } from '../state/state-error.ts';
import { quoted, WireError } from './wire-error.ts';

/** What has an id on the wire. */
export type StoredKind =
  | 'Chat completion'
  | 'Conversation'
  | 'Response'
  | 'Item'
  | 'Prompt';

/** OpenAI's answer to an id that is unknown, or another owner's. */
export function notFoundError(
  kind: StoredKind,
  id: string,
  param: string | null = null,
): WireError {
  return new WireError(`${kind} with id '${quoted(id)}' not found.`, {
    status: 404,
    param,
  });
}

/** The document, if there is one. */
export function requireStored<T>(found: T | undefined, kind: StoredKind, id: string): T {
  if (found !== undefined) return found;
  throw notFoundError(kind, id);
}

/**
 * Runs a change of one stored object, where the object not being there is the client's
 * mistake.
 */
export async function changeStored(
  change: Promise<void>,
  kind: StoredKind,
  id: string,
): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (error instanceof StateError && error.code === 'not-found')
      throw notFoundError(kind, id);
    throw error;
  }
}

/** The answer to a page that is to begin or end at an object that is not there. */
export function unknownCursor(query: {
  readonly after?: string;
  readonly before?: string;
}): WireError {
  const param = query.after === undefined ? 'before' : 'after';
  return new WireError(
    `Invalid '${param}': there is no object with id '${quoted(query[param] ?? '')}'.`,
    { param, code: 'invalid_value' },
  );
}

/** The same, as the answer to a failure of the store. */
export async function listStored<T>(
  page: Promise<T>,
  query: { readonly after?: string; readonly before?: string },
): Promise<T> {
  try {
    return await page;
  } catch (error) {
    if (error instanceof StateError && error.code === 'not-found')
      throw unknownCursor(query);
    throw error;
  }
}

/** Failures of the store that no client is to blame for. */
export function stateErrorToWireError({ code }: StateError): WireError | undefined {
  if (code !== 'full') return undefined;
  return new WireError(
    'The server has no room left for stored objects. Delete some, or send the request ' +
      "with 'store' set to false.",
    { status: 503, code: 'storage_full' },
  );
}
