import type { FastifyInstance } from 'fastify';
import type { OwnRequests } from '../plugins/own-requests.ts';
import type { AskRoute } from './run-requests.ts';

/** Asks the server's own routes, as a client on this machine would. */
export function routeAsker(server: FastifyInstance, ownRequests: OwnRequests): AskRoute {
  return async (owner, url, body) => {
    const { statusCode, headers, payload } = await server.inject({
      method: 'POST',
      url,
      payload: body,
      headers: { host: 'localhost', ...ownRequests.headersFor(owner) },
    });
    const retryAfterMs = Number(headers['retry-after-ms']);
    return {
      status: statusCode,
      requestId: String(headers['x-request-id']),
      body: JSON.parse(payload),
      retryAfterMs: Number.isFinite(retryAfterMs) ? retryAfterMs : undefined,
    };
  };
}
