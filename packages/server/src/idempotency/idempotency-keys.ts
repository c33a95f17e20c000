import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import { WireError } from '../errors/wire-error.ts';
import type { StateStore } from '../state/state-store.ts';
import { type AnswerKey, KeptAnswers } from './kept-answers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Under what its answer is to be kept; null: it is not. */
    keep: { readonly key: AnswerKey; readonly fingerprint: string } | null;
  }
}

const wellFormed = /^[\x21-\x7e]{1,255}$/;

/**
 * Honours `Idempotency-Key`: a request that is sent again with its key, because its answer was
 * lost, gets that answer, and nothing is done twice. It waits for the first one, if that is
 * still at work. What failed may be tried again, and so may streams, which are not kept.
 */
export const idempotencyKeys = fastifyPlugin<{ state: StateStore }>(
  (server, { state }, done) => {
    const answers = new KeptAnswers(state, server.log);
    server.decorateRequest('keep', null);

    // With callbacks, because a promise for every request is a good part of a short one.
    server.addHook('preHandler', (request, reply, next) => {
      const name = request.headers['idempotency-key'];
      if (name === undefined || request.method !== 'POST') return next();
      replay(answers, name, request, reply).then((isAnswered) => {
        if (!isAnswered) next();
      }, next);
    });
    server.addHook('onSend', (request, reply, payload, next) => {
      if (request.keep === null) return next();
      keep(answers, request.keep, reply, payload).then(() => next(), next);
    });
    done();
  },
);

/** Gives the answer there is; if there is none, remembers to keep the one that is to come. */
async function replay(
  answers: KeptAnswers,
  name: string | readonly string[],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  if (typeof name !== 'string' || !wellFormed.test(name))
    throw new WireError(
      "Invalid 'Idempotency-Key': expected 1 to 255 visible ASCII characters.",
    );
  const key = { owner: request.owner, id: digestOf(request.url, name) };
  const fingerprint = fingerprintOf(request);
  const worked = new Promise<void>((resolve) => {
    reply.raw.once('close', resolve);
  });
  const kept = await answers.find(key, worked);
  if (kept === undefined) {
    request.keep = { key, fingerprint };
    return false;
  }
  if (kept.fingerprint !== fingerprint)
    throw new WireError(
      'This Idempotency-Key belongs to another request. Keys can only be used again for the ' +
        'request they were first used for.',
    );
  reply.header('idempotent-replayed', 'true').type(kept.contentType);
  await reply.status(kept.status).send(kept.body);
  return true;
}

async function keep(
  answers: KeptAnswers,
  { key, fingerprint }: NonNullable<FastifyRequest['keep']>,
  reply: FastifyReply,
  payload: unknown,
): Promise<void> {
  const { statusCode: status, raw } = reply;
  // Nobody has had an answer that was given up when its client left.
  if (raw.destroyed || typeof payload !== 'string') return;
  if (status < 200 || status >= 300) return;
  const contentType = String(reply.getHeader('content-type'));
  await answers.keep(key, { fingerprint, status, contentType, body: payload });
}

/** Of a form only its size is known here. */
function fingerprintOf({ body, headers }: FastifyRequest): string {
  return body === undefined
    ? digestOf(headers['content-length'] ?? '')
    : digestOf(JSON.stringify(body));
}

function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
