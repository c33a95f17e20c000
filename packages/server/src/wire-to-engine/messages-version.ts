import type { CountTokensRequest, MessagesRequest } from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';

/** The version of Anthropic's wire that took these fields away. */
const withoutSampling = '2026-10-21';

const removedFields = ['temperature', 'top_p', 'top_k'];

/**
 * Refuses what a version of the wire does not have any more.
 *
 * @throws WireError for sampling fields and for citations in what the user says
 */
export function requireFieldsOfVersion(
  body: MessagesRequest | CountTokensRequest,
  version: unknown,
): void {
  if (version !== withoutSampling) return;
  const removed = removedFields.find((name) => Object.hasOwn(body, name));
  if (removed !== undefined)
    throw new WireError(`${removed}: Extra inputs are not permitted`, { param: removed });
  for (const [at, { role, content }] of body.messages.entries()) {
    if (role !== 'user' || typeof content === 'string') continue;
    const block = content.findIndex(
      (part) => part.type === 'text' && (part.citations?.length ?? 0) > 0,
    );
    if (block !== -1)
      throw new WireError(
        `messages.${at}.content.${block}.citations: citations are not permitted in user ` +
          'messages',
      );
  }
}
