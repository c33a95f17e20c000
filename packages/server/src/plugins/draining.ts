import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import type { RequestEnds } from './request-ends.ts';

/**
 * Refuses new requests from the moment the server is told to shut down. Public routes
 * go on: they are how the world learns about it.
 */
export const draining = fastifyPlugin<{ signal: AbortSignal; ends: RequestEnds }>(
  (server, { signal, ends }, done) => {
    server.addHook('onRequest', (request, reply, next) => {
      if (!signal.aborted || request.routeOptions.config.isPublic === true) return next();
      reply.header('connection', 'close');
      return next(
        new WireError('The server is shutting down.', {
          status: 503,
          code: 'draining',
          retryAfterMs: 5000,
        }),
      );
    });
    // A connection that was kept alive would keep the server alive as well.
    ends.whenEnded(({ socket }) => {
      if (signal.aborted) socket?.end();
    });
    done();
  },
);
