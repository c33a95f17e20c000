import fastifyPlugin from 'fastify-plugin';
import { quoted, WireError } from '../errors/wire-error.ts';

const loopbackName = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** Whether a host name, as it stands in a URL, can only mean the machine itself. */
export function isLoopbackName(name: string): boolean {
  return loopbackName.test(name);
}

/**
 * Refuses requests addressed to a name that is not this server's.
 *
 * A web page can make its own host name resolve to 127.0.0.1 and then talk to a server
 * there as if it were its own. Such requests carry the page's name in the Host header. A
 * server that asks for a key needs no such check: the page does not have the key.
 */
export const hostCheck = fastifyPlugin<{ allowedHosts: readonly string[] }>(
  (server, { allowedHosts }, done) => {
    const allowed = new Set(allowedHosts.map((name) => name.toLowerCase()));
    // Nearly all requests name the host that the one before has named.
    let known: string | undefined;
    server.addHook('onRequest', ({ headers }, _reply, next) => {
      if (known !== undefined && headers.host === known) return next();
      const name = (headers.host ?? '').replace(/:\d*$/, '').toLowerCase();
      if (isLoopbackName(name) || allowed.has(name)) {
        known = headers.host;
        return next();
      }
      return next(
        new WireError(
          `This server does not answer to the host name '${quoted(name)}'. ` +
            'Start it with --allowed-host to allow that name, or with an API key.',
          { status: 403 },
        ),
      );
    });
    done();
  },
);
