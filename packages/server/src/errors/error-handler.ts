import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from './endpoint.ts';
import { errorFormOf } from './form-of-path.ts';
import { bodyTooLarge, unsupportedContentType } from './standard-errors.ts';
import { toWireError } from './to-wire-error.ts';
import type { WireError } from './wire-error.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** In whose words failures of the engine are told. */
    endpoint?: Endpoint;
  }
}

/** Answers everything that was thrown before the answer began. */
export function handleError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const wireError = wireErrorOf(error, request);
  logFailure(error, wireError, request);
  return sendError(reply, wireError);
}

/** Two of the framework's own errors need the request to be told in words. */
function wireErrorOf(error: FastifyError, request: FastifyRequest): WireError {
  const { bodyLimit, config } = request.routeOptions;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return bodyTooLarge(bodyLimit);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unsupportedContentType(request.headers['content-type']);
    default:
      return toWireError(error, config.endpoint, errorFormOf(request.url));
  }
}

export function sendError(reply: FastifyReply, error: WireError): FastifyReply {
  const { url, id } = reply.request;
  const form = errorFormOf(url);
  return reply
    .status(form.statusOf(error))
    .headers(error.toHeaders())
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(form.toBody(error, id)));
}

/** The only place that sees what an internal error was. Others are warnings: they pass. */
export function logFailure(
  error: unknown,
  { status }: WireError,
  request: FastifyRequest,
): void {
  if (status === 500) request.log.error({ err: error }, 'request failed');
  else if (status > 500) request.log.warn({ err: error }, 'request refused');
}
