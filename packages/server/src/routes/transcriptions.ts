import { ErrorBody, Transcription, TranscriptionFields } from '@samewire/shared-types';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { TranscriptionWriter } from '../engine-to-wire/transcription.ts';
import { unknownUrl } from '../errors/not-found.ts';
import { readRecordingForm } from '../files/recording-form.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startGeneration } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { chunkStream } from '../sse/stream-form.ts';
import { toTranscriptionRequest } from '../wire-to-engine/transcription-request.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/**
 * `POST /v1/audio/transcriptions`, by the served model, if it takes audio. To be added where forms
 * are read.
 */
export function addTranscriptionsRoute(
  server: TypedServer,
  context: RouteContext,
  maxBytes: number,
): void {
  const { engine, model, queue } = context;
  server.post(
    '/v1/audio/transcriptions',
    {
      config: { endpoint: 'chat' },
      schema: {
        tags: ['Audio'],
        summary: 'What is said in a recording, as the served model hears it',
        consumes: ['multipart/form-data'],
        response: { 200: Type.Union([Transcription, Type.String()]), '4xx': ErrorBody },
      },
    },
    async (received, reply) => {
      if (model.info?.readsAudio === false) throw unknownUrl(received);
      const form = await readRecordingForm(received, maxBytes);
      const fields = checkFields(received, form.fields);
      const named = model.requireName(fields.model);
      const request = {
        ...toTranscriptionRequest(fields, form.bytes),
        ...queue.placeFor(received, {}),
        ...named.engineFields,
      };
      const client = abortWhenClientLeaves(reply.raw);
      const events = await startGeneration(engine, request, client.signal);
      const writer = new TranscriptionWriter();
      if (fields.stream === 'true')
        return streamAnswer(reply, context, {
          form: chunkStream,
          sources: [{ events, encode: (event) => writer.encode(event) }],
          client,
          encodeEnd: () => writer.encodeEnd(),
        });
      for await (const event of events) writer.encode(event);
      const transcription = writer.toTranscription();
      if (fields.response_format !== 'text') return transcription;
      return reply.type('text/plain; charset=utf-8').send(transcription.text);
    },
  );
}

function checkFields(request: FastifyRequest, fields: object): TranscriptionFields {
  const check = request.compileValidationSchema(TranscriptionFields);
  // What the framework throws for a body: it is told in the words of this path.
  if (!check(fields))
    throw Object.assign(new Error('invalid form'), { validation: check.errors });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return fields as TranscriptionFields;
}
