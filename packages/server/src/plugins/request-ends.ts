import { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** When its headers were read, on the clock of `performance.now`. */
    startedAt: number;
  }
}

/** How a request has ended. */
interface RequestEnd {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Its answer was sent to the end; otherwise its client has gone before. */
  readonly isAnswered: boolean;
  /** Where it came from; undefined for a request that the server has made of itself. */
  readonly socket: Socket | undefined;
}

export interface RequestEnds {
  readonly whenEnded: (then: (end: RequestEnd) => void) => void;
}

/**
 * Tells when requests have ended. One listener for everybody who wants to know, and no `onResponse`
 * hook: where there is none, Fastify need not watch the answers as well.
 */
export function watchRequestEnds(server: FastifyInstance): RequestEnds {
  const ends: ((end: RequestEnd) => void)[] = [];
  server.decorateRequest('startedAt', 0);
  server.addHook('onRequest', (request, reply, next) => {
    request.startedAt = performance.now();
    // Not `once`, which costs twice as much: a response closes only once.
    reply.raw.on('close', () => {
      const end = endOf(request, reply);
      for (const then of ends) then(end);
    });
    next();
  });
  return { whenEnded: (then) => void ends.push(then) };
}

function endOf(request: FastifyRequest, reply: FastifyReply): RequestEnd {
  const { raw } = reply;
  const socket = request.raw.socket instanceof Socket ? request.raw.socket : undefined;
  // Without a socket there is nothing that an answer could not get through.
  const isAnswered = raw.writableFinished || (socket === undefined && raw.writableEnded);
  return { request, reply, isAnswered, socket };
}
