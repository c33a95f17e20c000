import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './error-handler.ts';
import { quoted, WireError } from './wire-error.ts';

const noAudio =
  "This server's model does not listen; the setting 'mmproj' gives it ears, if there are any for " +
  "it, and 'audio-url' names a server that does.";

const noCacheApi =
  "What the cache keeps is not open to clients; the setting 'cache-api' opens it.";

/** What whoever runs the server can do about an endpoint that it could have. */
const hints: ReadonlyMap<string, string> = new Map([
  [
    '/v1/moderations',
    "This server's model judges nothing; the setting 'moderations-url' names a server that does.",
  ],
  ['/v1/audio/transcriptions', noAudio],
  [
    '/v1/audio/translations',
    "This server's model does not translate; the setting 'audio-url' names a server that does.",
  ],
  ['/cache', noCacheApi],
  ['/cache/save', noCacheApi],
]);

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
  if (methods === undefined) return sendError(reply, unknownUrl(request));
  reply.header('allow', [...methods].join(', '));
  return sendError(reply, new WireError(invalidUrl(request), { status: 405 }));
}

/** OpenAI's answer to a URL that is none, with what could be done about it. */
export function unknownUrl(request: FastifyRequest): WireError {
  const message = invalidUrl(request);
  const hint = hints.get(pathOf(request.originalUrl));
  const whole = hint === undefined ? message : `${message}. ${hint}`;
  return new WireError(whole, { status: 404, code: 'unknown_url' });
}

function invalidUrl({ method, originalUrl }: FastifyRequest): string {
  return `Invalid URL (${method} ${quoted(pathOf(originalUrl))})`;
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
  for (const [url, methods] of methodsOfPaths)
    if (isMatch(url.split('/'), path.split('/'))) return methods;
  return undefined;
}

/** Whether a path is one of a route's; `:id` stands for one segment, `*` for all others. */
function isMatch(route: readonly string[], path: readonly string[]): boolean {
  // A route for everything says nothing about this path.
  if (route.length < 3 && route.at(-1) === '*') return false;
  if (route.at(-1) !== '*' && route.length !== path.length) return false;
  return route.every(
    (segment, index) =>
      segment === '*' ||
      segment === path[index] ||
      (segment.startsWith(':') && path[index] !== undefined && path[index] !== ''),
  );
}
