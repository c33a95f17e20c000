import multipart from '@fastify/multipart';
import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import { isAllowedOrigin } from './cross-origin.ts';

/**
 * Reads forms with files, on the routes of the scope it is registered in. Whoever reads a
 * file limits its size; here are the limits of everything around it.
 *
 * A browser lets any page send a form without asking the server first, so a form that comes
 * from a page has to come from one that may use the API.
 */
export const multipartBody = fastifyPlugin<{ origins: readonly string[] }>(
  async (server, { origins }) => {
    const allowed = new Set(origins);
    await server.register(multipart, {
      limits: {
        fileSize: Number.POSITIVE_INFINITY,
        fields: 16,
        fieldSize: 65_536,
        parts: 32,
      },
      throwFileSizeLimit: false,
    });
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
  },
);
