import type { Response } from '@samewire/shared-types';
import type { WireError } from '../errors/wire-error.ts';

/** A failure as the response object tells it, which has few words for it. */
export function toResponseError({
  status,
  message,
}: WireError): NonNullable<Response['error']> {
  if (status === 429) return { code: 'rate_limit_exceeded', message };
  return { code: status < 500 ? 'invalid_prompt' : 'server_error', message };
}
