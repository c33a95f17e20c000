import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './error-handler.ts';
import { quoted, WireError } from './wire-error.ts';

/**
 * Answers requests for which there is no route: 405 if the path has other methods, else
 * 404, both in OpenAI's words.
 */
export function answerUnknownRoutes(server: FastifyInstance): void {
  const methodsOfPaths = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOfPaths.get(url) ?? new Set();
    for (const name of [method].flat()) methods.add(name);
    methodsOfPaths.set(url, methods);
  });
  server.setNotFoundHandler((request, reply) =>
    answer(request, reply, methodsFor(pathOf(request.url), methodsOfPaths)),
  );
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: ReadonlySet<string> | undefined,
): FastifyReply {
  const path = pathOf(request.originalUrl);
  const message = `Invalid URL (${request.method} ${quoted(path)})`;
  if (methods === undefined)
    return sendError(reply, new WireError(message, { status: 404, code: 'unknown_url' }));
  reply.header('allow', [...methods].join(', '));
  return sendError(reply, new WireError(message, { status: 405 }));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

function methodsFor(
  path: string,
  methodsOfPaths: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> | undefined {
  const exact = methodsOfPaths.get(path);
  if (exact !== undefined) return exact;
  const wildcard = [...methodsOfPaths.keys()].find(
    (url) => url.length > 1 && url.endsWith('*') && path.startsWith(url.slice(0, -1)),
  );
  return wildcard === undefined ? undefined : methodsOfPaths.get(wildcard);
}
