import {
  ErrorBody,
  Response,
  ResponseRequest,
  ResponseStreamEvent,
} from '@samewire/shared-types';
import { logFailure } from '../errors/error-handler.ts';
import { unknownResponsesModel } from '../errors/standard-errors.ts';
import { toWireError } from '../errors/to-wire-error.ts';
import { startFitting } from '../responses/fit-context.ts';
import { ResponseRun } from '../responses/response-run.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { streamEvents } from '../sse/stream-answer.ts';
import type { ResponsesContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';
import { customNamesOf } from '../wire-to-engine/response-tools.ts';

/** `POST /v1/responses` */
export function addResponsesRoute(server: TypedServer, context: ResponsesContext): void {
  const { engine, model, responses, background, responseForm } = context;
  server.post(
    '/v1/responses',
    {
      config: { endpoint: 'responses' },
      schema: {
        tags: ['Responses'],
        summary: 'The answer to text or to items',
        body: ResponseRequest,
        response: { 200: streamable(Response, ResponseStreamEvent), '4xx': ErrorBody },
      },
    },
    async (received, reply) => {
      const { body } = received;
      model.requireName(body.model, unknownResponsesModel);
      const prepared = await responses.prepare(body, received);
      const encode = (event: ResponseStreamEvent) =>
        responseForm.encode(event, body.stream_options?.include_obfuscation ?? true);
      const { progress } = prepared;

      if (body.background === true) {
        const live = await background.start(prepared);
        if (body.stream !== true) return progress.response;
        return streamEvents(reply, context, await background.tell(live), encode);
      }

      const client = abortWhenClientLeaves(reply.raw);
      const engineEvents = await startFitting(engine, prepared.request, client.signal);
      const run = new ResponseRun({
        progress,
        customNames: customNamesOf(body),
        serviceTier: prepared.serviceTier,
        store: async (pieces) => {
          if (!client.signal.aborted) await responses.storeEnd(prepared, pieces);
        },
        onFailure: (error) => {
          const wireError = toWireError(error, 'responses');
          logFailure(error, wireError, received);
          return wireError;
        },
      });
      const events = run.events(engineEvents);
      if (body.stream === true)
        return streamEvents(
          reply,
          context,
          precededBy(progress.create(), events),
          encode,
        );
      for await (const _ of events);
      if (run.failure !== undefined) throw run.failure;
      return progress.response;
    },
  );
}

async function* precededBy<T>(first: Iterable<T>, rest: AsyncIterable<T>) {
  yield* first;
  yield* rest;
}
