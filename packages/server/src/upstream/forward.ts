import { type IncomingMessage, request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { logFailure } from '../errors/error-handler.ts';
import { WireError } from '../errors/wire-error.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';

/** Another server that speaks OpenAI's wire. */
export interface Upstream {
  /** Where its API begins, as `http://127.0.0.1:9000/v1`. */
  readonly url: string;
  /** The key it asks for; clients' keys are never passed on. */
  readonly key: string | undefined;
}

interface ForwardOptions {
  /** Behind the upstream's URL. */
  readonly path: string;
  readonly maxBytes: number;
}

/** Headers that mean something to the other side, on the way there and on the way back. */
const passedOn = ['content-type', 'content-length', 'accept'] as const;
const passedBack = [
  'content-type',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
] as const;

/**
 * Hands a request over to another server as it is, and its answer back as it comes.
 *
 * @throws WireError if the other server cannot be asked, or the body is too large
 */
export async function forward(
  request: FastifyRequest,
  reply: FastifyReply,
  upstream: Upstream,
  options: ForwardOptions,
): Promise<FastifyReply> {
  const { signal } = abortWhenClientLeaves(reply.raw);
  const answer = await ask(request, upstream, options, signal);
  // The client's key is not what it is about.
  if (answer.statusCode === 401) {
    answer.resume();
    throw badGateway("does not take this server's key");
  }
  for (const name of passedBack) {
    const value = answer.headers[name];
    if (value !== undefined) reply.header(name, value);
  }
  return reply.status(answer.statusCode ?? 502).send(answer);
}

async function ask(
  request: FastifyRequest,
  upstream: Upstream,
  { path, maxBytes }: ForwardOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(`${upstream.url.replace(/\/+$/, '')}${path}`);
  const asking = (url.protocol === 'https:' ? askHttps : askHttp)(url, {
    method: 'POST',
    headers: headersFor(request, upstream),
    signal,
  });
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  asking.once('response', resolve).on('error', reject);
  try {
    const sent = pipeline(request.raw, limitedTo(maxBytes), asking);
    // A server may answer before it has read everything; what happens to the rest is its affair.
    return await Promise.race([answered, sent.then(() => answered)]);
  } catch (error) {
    if (error instanceof WireError) throw error;
    const wireError = badGateway('did not answer');
    logFailure(error, wireError, request);
    throw wireError;
  }
}

function badGateway(what: string): WireError {
  return new WireError(`The server behind this endpoint ${what}.`, { status: 502 });
}

function headersFor(
  { headers }: FastifyRequest,
  { key }: Upstream,
): Record<string, string> {
  const kept = passedOn.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
}

/** Passes bytes on, as long as there are not too many of them. */
function limitedTo(maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(piece: Uint8Array, _encoding, next) {
      size += piece.length;
      if (size <= maxBytes) return next(null, piece);
      return next(
        new WireError(
          `The request body is too large. Expected at most ${maxBytes} bytes.`,
          { status: 413 },
        ),
      );
    },
  });
}
