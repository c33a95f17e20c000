import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import { isAllowedOrigin } from './cross-origin.ts';

/**
 * A browser lets any page send a form without asking the server first, so on the routes of the
 * scope that this is registered in, what comes from a page has to come from one that may use
 * the API.
 */
export const formOrigins = fastifyPlugin<{ origins: readonly string[] }>(
  (server, { origins }, done) => {
    const allowed = new Set(origins);
    server.addHook('onRequest', ({ headers }, _reply, next) => {
      const { origin, host } = headers;
      const isOwn = origin === `http://${host}` || origin === `https://${host}`;
      if (origin === undefined || isOwn || isAllowedOrigin(origin, allowed))
        return next();
      return next(
        new WireError(
          'Pages of this origin may not use the server. Start it with --cors-origin to ' +
            'allow them.',
          { status: 403 },
        ),
      );
    });
    done();
  },
);
