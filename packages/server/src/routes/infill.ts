import type { EngineEvent } from '@samewire/engine';
import { ErrorBody, Infill, InfillChunk, InfillRequest } from '@samewire/shared-types';
import { InfillAnswer } from '../engine-to-wire/infill-answer.ts';
import { LineLimits } from '../engine-to-wire/line-limits.ts';
import { abortOnFailure, abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startWithinContext } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { chunkStream } from '../sse/stream-form.ts';
import { toInfillEngineRequest } from '../wire-to-engine/infill-request.ts';
import { extensionFormat } from '../wire-to-engine/output-format.ts';
import { withoutMissing } from '../wire-to-engine/sampling-params.ts';
import type { RouteContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

/** llama.cpp's streams have no `[DONE]` here. */
const infillStream = { ...chunkStream, end: '' };

/** `POST /infill`, llama.cpp's form of a text that is put between two others. */
export function addInfillRoute(server: TypedServer, context: RouteContext): void {
  const { engine, grammars, model, queue } = context;
  server.post(
    '/infill',
    {
      config: { endpoint: 'completions' },
      schema: {
        tags: ['Completions'],
        summary: "What comes between two texts, in llama.cpp's form",
        body: InfillRequest,
        response: { 200: streamable(Infill, InfillChunk), '4xx': ErrorBody },
      },
    },
    async (received, reply) => {
      const { body } = received;
      const named = model.withLora(model.requireName(body.model ?? model.id), body.lora);
      const request = {
        ...toInfillEngineRequest(body, model.info),
        ...(await grammars.ofFormat(extensionFormat(body) ?? { kind: 'any' })),
        ...queue.placeFor(received, body),
        ...named.engineFields,
      };
      const client = abortWhenClientLeaves(reply.raw);
      const over = new AbortController();
      const signal = AbortSignal.any([client.signal, over.signal]);
      const events = await startWithinContext(engine, request, signal);
      const answer = new InfillAnswer({
        model: named.id,
        lines: toLineLimits(body),
        isSilent: body.n_predict === 0,
        ...withoutMissing({ maxTokens: request.maxTokens }),
        onOver: () => over.abort(),
      });
      if (body.stream === true)
        return streamAnswer(reply, context, {
          form: infillStream,
          sources: [{ events, encode: (event) => answer.encode(event) }],
          client,
          encodeEnd: () => answer.encodeEnd(),
        });
      await abortOnFailure(client, readAll(events, answer));
      return answer.toAnswer(body.response_fields);
    },
  );
}

async function readAll(
  events: AsyncIterable<EngineEvent>,
  answer: InfillAnswer,
): Promise<void> {
  for await (const event of events) answer.add(event);
}

function toLineLimits({ n_indent: minIndent, t_max_predict_ms: maxMs }: InfillRequest) {
  return new LineLimits({
    minIndent: minIndent ?? 0,
    ...(maxMs == null || maxMs <= 0 ? {} : { maxMs }),
    now: () => performance.now(),
  });
}
