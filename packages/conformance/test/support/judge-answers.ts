// Set-up of test files: every answer of their servers has to fit OpenAI's published document,
// where that is at hand.

import { subscribe } from 'node:diagnostics_channel';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { afterEach } from 'vitest';
import { openDocument } from '../../src/published-document/open-document.ts';
import { PublishedDocument } from '../../src/published-document/published-document.ts';

const root = process.cwd();
const shared = process.env['SAMEWIRE_SHARED'] ?? join(root, '../shared');
const opened = openDocument(join(shared, 'openai/openapi.yaml'), join(root, '.cache'));
const document = opened && new PublishedDocument(opened);
let faults: string[] = [];

subscribe('fastify.initialization', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as Fastify documents it
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRequest', (request, reply, done) => {
    judgeWhenSent(request, reply);
    done();
  });
});

afterEach(() => {
  const found = faults;
  faults = [];
  if (found.length > 0)
    throw new Error(`Answers do not fit OpenAI's document:\n${found.join('\n')}`);
});

/** What another server has answered is its own affair. */
const passedOn = /^\/v1\/(?:audio|moderations)\b/;

function judgeWhenSent(request: FastifyRequest, { raw }: FastifyReply): void {
  const { url } = request.routeOptions;
  if (document === undefined || url === undefined || !url.startsWith('/v1/')) return;
  if (passedOn.test(url)) return;
  const path = url.slice('/v1'.length).replaceAll(/:(\w+)/g, '{$1}');
  const pieces: Uint8Array[] = [];
  const keep = (piece: unknown) => {
    if (typeof piece === 'string') pieces.push(Buffer.from(piece));
    else if (piece instanceof Uint8Array) pieces.push(piece);
  };
  const write = raw.write.bind(raw);
  const end = raw.end.bind(raw);
  raw.write = (piece: unknown, ...rest: unknown[]) => {
    keep(piece);
    return Reflect.apply(write, raw, [piece, ...rest]);
  };
  raw.end = (piece?: unknown, ...rest: unknown[]) => {
    keep(piece);
    const body = Buffer.concat(pieces).toString('utf8');
    const contentType = String(raw.getHeader('content-type') ?? '');
    const { method } = request;
    faults.push(
      ...document.faultsOf({ method, path, status: raw.statusCode, contentType, body }),
    );
    return Reflect.apply(end, raw, [piece, ...rest]);
  };
}
