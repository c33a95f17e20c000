import cors, { type FastifyCorsOptions } from '@fastify/cors';
import type { FastifyInstance, onRequestHookHandler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { ignoredHeader } from '../profiles/ignored-header.ts';
import { isLoopbackName } from './host-check.ts';

const rateLimitHeaders = ['limit', 'remaining', 'reset'].flatMap((part) =>
  ['requests', 'tokens'].map((kind) => `x-ratelimit-${part}-${kind}`),
);

/**
 * Lets web pages of other origins use the API: those served by this machine, and those
 * the operator names. All others get answers without the headers that would let a browser
 * hand them to the page, and no preflight of theirs succeeds.
 */
export const crossOrigin = fastifyPlugin<{ origins: readonly string[] }>(
  async (server, { origins }) => {
    const allowed = new Set(origins);
    server.addHook('onRequest', (_request, reply, next) => {
      // Caches have to know it of all answers, also of those without an origin.
      reply.header('vary', 'Origin');
      next();
    });
    await server.register(corsOfPages, {
      origin: (origin, callback) => {
        callback(null, origin !== undefined && isAllowedOrigin(origin, allowed));
      },
      methods: ['GET', 'HEAD', 'POST', 'DELETE'],
      exposedHeaders: [
        'x-request-id',
        'request-id',
        'openai-processing-ms',
        'openai-version',
        'retry-after',
        'retry-after-ms',
        ignoredHeader,
        'idempotent-replayed',
        ...rateLimitHeaders,
      ],
      maxAge: 600,
      strictPreflight: false,
    });
  },
);

/**
 * The same plugin, asked only where a page of another origin may be behind the request. Of others
 * it would find that out as well, and take a good part of what a short request takes.
 */
const corsOfPages = fastifyPlugin<FastifyCorsOptions>((server, options, done) => {
  const addHook = (name: 'onRequest', handle: onRequestHookHandler) =>
    server.addHook(name, function (request, reply, next) {
      if (request.headers.origin === undefined) next();
      else handle.call(this, request, reply, next);
    });
  const scope: FastifyInstance = Object.create(server, { addHook: { value: addHook } });
  cors(scope, options, done);
});

/** Whether pages of an origin may use the API. */
export function isAllowedOrigin(origin: string, allowed: ReadonlySet<string>): boolean {
  // A sandboxed page or a local file: nobody in particular.
  if (origin === 'null') return false;
  if (allowed.has('*') || allowed.has(origin)) return true;
  return URL.canParse(origin) && isLoopbackName(new URL(origin).hostname);
}
