import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { randomHex } from '../random-text.ts';
import { wireFamilyOf } from '../wire-family.ts';

const wellFormed = /^[\w.:-]{1,128}$/;

/** The client's own id if it is fit for logs and headers, else a fresh one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  if (typeof given === 'string' && wellFormed.test(given)) return given;
  return `req_${randomHex(16)}`;
}

/**
 * The headers that are on every answer of OpenAI's API, or of Anthropic's. The id is for
 * logs and support only: two clients may send the same one.
 */
export const responseHeaders = fastifyPlugin((server, _options, done) => {
  server.addHook('onRequest', (request, reply, next) => {
    reply.header('x-request-id', request.id);
    if (wireFamilyOf(request.url) === 'anthropic') reply.header('request-id', request.id);
    else {
      reply.header('openai-version', '2020-10-01');
      reply.header('openai-organization', echoed(request, 'openai-organization'));
    }
    // Who wants another protocol on this connection has no use for it any more.
    if (request.headers.upgrade !== undefined) reply.header('connection', 'close');
    next();
  });
  server.addHook('onSend', (_request, reply, _payload, next) => {
    addProcessingTime(reply);
    next();
  });
  done();
});

/** There are no organisations here; clients that name one find it in the answer. */
function echoed({ headers }: FastifyRequest, name: string): string {
  const given = headers[name];
  return typeof given === 'string' && wellFormed.test(given) ? given : 'local';
}

/** To be called when the first byte leaves: whole milliseconds since the request came. */
export function addProcessingTime(reply: FastifyReply): void {
  if (wireFamilyOf(reply.request.url) === 'anthropic') return;
  reply.header(
    'openai-processing-ms',
    Math.round(performance.now() - reply.request.startedAt),
  );
}
