import { createHash } from 'node:crypto';
import fastifyPlugin from 'fastify-plugin';
import { keyOf } from './authentication.ts';
import type { OwnRequests } from './own-requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose stored objects the request may see: one owner for each API key. */
    owner: string;
    /** The server makes it itself, for a batch. */
    isOfBatch: boolean;
  }
}

/**
 * Says whose a request is. Where no key is asked for, everybody is the same owner, also who
 * sends a key.
 */
export const requestOwner = fastifyPlugin<{ hasKeys: boolean; ownRequests: OwnRequests }>(
  (server, { hasKeys, ownRequests }, done) => {
    server.decorateRequest('owner', '');
    server.decorateRequest('isOfBatch', false);
    server.addHook('onRequest', (request, _reply, next) => {
      const ownerOfBatch = ownRequests.ownerOf(request);
      request.isOfBatch = ownerOfBatch !== undefined;
      if (hasKeys) request.owner = ownerOfBatch ?? ownerOf(keyOf(request) ?? '');
      next();
    });
    done();
  },
);

/** A digest, so that the key itself is written nowhere. */
export function ownerOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
