import type { FastifyReply, FastifyRequest } from 'fastify';
import { quoted, WireError } from '../errors/wire-error.ts';

const versions = ['2026-10-21', '2023-06-01', '2023-01-01'];

/**
 * Asks for the header that says which of Anthropic's wires the client speaks, as Anthropic
 * does: before it looks at the body.
 */
export function requireAnthropicVersion(
  { headers }: FastifyRequest,
  _reply: FastifyReply,
  next: (error?: Error) => void,
): void {
  const version = headers['anthropic-version'];
  if (version === undefined)
    return next(new WireError('anthropic-version: header is required'));
  if (typeof version === 'string' && versions.includes(version)) return next();
  return next(
    new WireError(
      `anthropic-version: "${quoted(String(version))}" is not a valid version. ` +
        `Supported versions: ${versions.join(', ')}.`,
    ),
  );
}
