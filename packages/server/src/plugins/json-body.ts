import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { unparsableBody, unsupportedContentType } from '../errors/standard-errors.ts';
import { quoted, WireError } from '../errors/wire-error.ts';
import { isDeeperThan } from './json-depth.ts';

/** Deep enough for schemas of tools; far below what recursive code can bear. */
const maxDepth = 256;

/**
 * Reads JSON bodies, and refuses all others. In particular text and forms: those a browser
 * lets any web page send without asking the server first.
 */
export const jsonBody = fastifyPlugin((server, _options, done) => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    // With a callback, because a promise for every body is a good part of a short request.
    ({ headers }: FastifyRequest, body: Buffer, next) => {
      try {
        requirePlainEncoding(headers['content-encoding']);
        // Clients name a type also where they send nothing.
        next(null, body.length === 0 ? undefined : parseJson(body));
      } catch (error) {
        next(error instanceof Error ? error : unparsableBody());
      }
    },
  );
  server.addContentTypeParser('*', (request, _payload, next) => {
    next(unsupportedContentType(request.headers['content-type']));
  });
  done();
});

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw unparsableBody();
  const json = body.toString('utf8');
  if (isDeeperThan(maxDepth, json))
    throw new WireError(`The JSON body is nested more than ${maxDepth} levels deep.`);
  try {
    return JSON.parse(json);
  } catch {
    throw unparsableBody();
  }
}

function requirePlainEncoding(encoding: string | undefined): void {
  if (encoding === undefined || encoding === 'identity') return;
  throw new WireError(
    `Invalid content encoding: expected none, but got '${quoted(encoding)}' instead.`,
    { status: 415 },
  );
}
