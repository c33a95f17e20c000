import type { EngineEvent } from '@samewire/engine';
import type { ResponseStreamEvent } from '@samewire/shared-types';
import type { FastifyReply } from 'fastify';
import { logFailure } from '../errors/error-handler.ts';
import type { ResponseStreamForm } from '../engine-to-wire/response-stream-form.ts';
import { addProcessingTime } from '../plugins/response-headers.ts';
import { toWireError } from '../errors/to-wire-error.ts';
import { abortOnFailure } from './client-connection.ts';
import {
  EventStream,
  eventStreamHeaders,
  type EventStreamOptions,
} from './event-stream.ts';
import { chunkStream, type StreamForm } from './stream-form.ts';

/** The events of one prompt and how they are put into text. */
interface AnswerSource {
  readonly events: AsyncIterable<EngineEvent>;
  readonly encode: (event: EngineEvent) => string;
}

export interface StreamedAnswer {
  readonly form: StreamForm;
  /** All are read at the same time. */
  readonly sources: readonly AnswerSource[];
  /** Aborted when one of them fails. */
  readonly client: AbortController;
  /** What to send after the last event of the last source. */
  readonly encodeEnd: () => string | Promise<string>;
}

/**
 * Sends an answer as server-sent events. From here on a failure is told inside the stream,
 * because the status is already on its way.
 */
export async function streamAnswer(
  reply: FastifyReply,
  { eventStream: options }: { readonly eventStream: EventStreamOptions },
  answer: StreamedAnswer,
): Promise<FastifyReply> {
  writeHead(reply);
  const { form } = answer;
  const stream = new EventStream(reply.raw, form.keepAlive, options);
  try {
    const pumped = Promise.all(answer.sources.map((source) => pump(source, stream)));
    await abortOnFailure(answer.client, pumped);
    stream.end((await answer.encodeEnd()) + form.end);
  } catch (error) {
    const { request } = reply;
    const wireError = toWireError(error, request.routeOptions.config.endpoint);
    logFailure(error, wireError, request);
    stream.end(form.encodeError(wireError, request.id));
  }
  return reply;
}

/**
 * Sends the events of a response. Each says by its type what it is, the last one included.
 *
 * @param encode the text of an event; empty for one that is not to be sent
 */
export async function streamEvents(
  reply: FastifyReply,
  {
    eventStream: options,
    responseForm,
  }: {
    readonly eventStream: EventStreamOptions;
    readonly responseForm: ResponseStreamForm;
  },
  events: AsyncIterable<ResponseStreamEvent>,
  encode: (event: ResponseStreamEvent) => string,
): Promise<FastifyReply> {
  writeHead(reply);
  const stream = new EventStream(reply.raw, chunkStream.keepAlive, options);
  try {
    for await (const event of events) {
      stream.write(encode(event));
      if (stream.isFull) await stream.drained();
      // Events of a stored response would go on without their reader.
      if (reply.raw.destroyed) break;
    }
    stream.end(responseForm.end);
  } catch (error) {
    const wireError = toWireError(error, 'responses');
    logFailure(error, wireError, reply.request);
    stream.end(chunkStream.encodeError(wireError, reply.request.id));
  }
  return reply;
}

/** From here on the response is ours: hooks that change an answer no longer run. */
function writeHead(reply: FastifyReply): void {
  reply.headers(eventStreamHeaders);
  addProcessingTime(reply);
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  reply.raw.writeHead(200);
}

async function pump(
  { events, encode }: AnswerSource,
  stream: EventStream,
): Promise<void> {
  for await (const event of events) {
    stream.write(encode(event));
    if (stream.isFull) await stream.drained();
  }
}
