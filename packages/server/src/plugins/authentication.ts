import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import type { OwnRequests } from './own-requests.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route answers without an API key. */
    isPublic?: boolean;
  }
}

/**
 * Asks for one of the keys on every route that is not public, unknown routes included.
 *
 * It runs before the body is read: without a key nothing can be learnt of this server, its
 * model and what it stores.
 */
export const authentication = fastifyPlugin<{
  apiKeys: readonly string[];
  ownRequests: OwnRequests;
}>((server, { apiKeys, ownRequests }, done) => {
  const digests = apiKeys.map(digestOf);
  server.addHook('onRequest', (request, _reply, next) => {
    if (request.routeOptions.config.isPublic === true) return next();
    if (ownRequests.ownerOf(request) !== undefined) return next();
    const key = keyOf(request);
    if (key === undefined) return next(missingKey());
    return next(isOneOf(digests, key) ? undefined : wrongKey(key));
  });
  done();
});

/** The key a request came with, right or wrong. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const [, bearer] = /^Bearer +(\S.*)$/i.exec(headers.authorization ?? '') ?? [];
  // llama.cpp's clients may send this header instead.
  const apiKey = headers['x-api-key'];
  return bearer ?? (typeof apiKey === 'string' && apiKey !== '' ? apiKey : undefined);
}

// Digests have one length whatever the key's, and every one of them is compared, so that
// the time taken tells nothing about the keys.
function isOneOf(digests: readonly Buffer[], key: string): boolean {
  const digest = digestOf(key);
  return digests.map((known) => timingSafeEqual(known, digest)).includes(true);
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

function missingKey(): WireError {
  return new WireError('Missing bearer or basic authentication in header', {
    status: 401,
  });
}

function wrongKey(key: string): WireError {
  return new WireError(`Incorrect API key provided: ${masked(key)}.`, {
    status: 401,
    code: 'invalid_api_key',
  });
}

/** Enough of a long key to recognise it, nothing of a short one. */
function masked(key: string): string {
  if (key.length < 16) return '****';
  return `${key.slice(0, 3)}****${key.slice(-4)}`;
}
