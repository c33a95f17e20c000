import {
  Completion,
  CompletionChunk,
  CompletionRequest,
  ErrorBody,
} from '@samewire/shared-types';
import { createAnswerHead } from '../engine-to-wire/answer-head.ts';
import { gatherCompletion } from '../engine-to-wire/completion.ts';
import { CompletionChunks } from '../engine-to-wire/completion-chunks.ts';
import { abortOnFailure, abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startGenerations } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { chunkStream } from '../sse/stream-form.ts';
import { toCompletionEngineRequests } from '../wire-to-engine/completion-requests.ts';
import { extensionFormat } from '../wire-to-engine/output-format.ts';
import { toChunkOptions } from '../wire-to-engine/stream-options.ts';
import type { RouteContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

/** `POST /v1/completions` */
export function addCompletionsRoute(server: TypedServer, context: RouteContext): void {
  const { engine, grammars, model, queue } = context;
  server.post(
    '/v1/completions',
    {
      config: { endpoint: 'completions' },
      schema: {
        tags: ['Completions'],
        summary: 'The continuation of a text',
        body: CompletionRequest,
        response: { 200: streamable(Completion, CompletionChunk), '4xx': ErrorBody },
      },
    },
    async (received, reply) => {
      const { body } = received;
      const named = model.withLora(model.requireName(body.model), body.lora);
      const prompts = toCompletionEngineRequests(body, model.info);
      const form = await grammars.ofFormat(extensionFormat(body) ?? { kind: 'any' });
      const place = { ...queue.placeFor(received, body), ...named.engineFields };
      const requests = prompts.map((request) => Object.assign(request, form, place));
      const client = abortWhenClientLeaves(reply.raw);
      const eventsOfPrompts = await startGenerations(engine, requests, client);
      const head = createAnswerHead('cmpl', named);
      const numChoices = body.n ?? 1;
      if (body.stream !== true)
        return abortOnFailure(
          client,
          gatherCompletion(eventsOfPrompts, head, {
            numChoices,
            withLogprobs: body.logprobs != null,
          }),
        );
      const chunks = new CompletionChunks(head, toChunkOptions(body));
      return streamAnswer(reply, context, {
        form: chunkStream,
        sources: eventsOfPrompts.map((events, prompt) => ({
          events,
          encode: (event) => chunks.encode(event, prompt * numChoices),
        })),
        client,
        encodeEnd: () => chunks.encodeEnd(),
      });
    },
  );
}
