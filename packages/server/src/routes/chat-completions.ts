import {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  ErrorBody,
} from '@samewire/shared-types';
import { createAnswerHead } from '../engine-to-wire/answer-head.ts';
import { ChatChunks } from '../engine-to-wire/chat-chunks.ts';
import { gatherChatCompletion } from '../engine-to-wire/chat-completion.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startGeneration } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { chunkStream } from '../sse/stream-form.ts';
import { toChatEngineRequest } from '../wire-to-engine/chat-request.ts';
import { toChunkOptions } from '../wire-to-engine/stream-options.ts';
import type { RouteContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

/** `POST /v1/chat/completions` */
export function addChatCompletionsRoute(
  server: TypedServer,
  context: RouteContext,
): void {
  const { engine, model } = context;
  server.post(
    '/v1/chat/completions',
    {
      config: { endpoint: 'chat' },
      schema: {
        tags: ['Chat'],
        summary: 'The next message of a conversation',
        body: ChatCompletionRequest,
        response: {
          200: streamable(ChatCompletion, ChatCompletionChunk),
          '4xx': ErrorBody,
        },
      },
    },
    async ({ body }, reply) => {
      model.requireName(body.model);
      const request = toChatEngineRequest(body, model.info?.contextLength);
      const client = abortWhenClientLeaves(reply.raw);
      const events = await startGeneration(engine, request, client.signal);
      const head = createAnswerHead('chatcmpl', model);
      const numChoices = request.numChoices ?? 1;
      if (body.stream !== true)
        return gatherChatCompletion(events, head, {
          numChoices,
          withLogprobs: request.numLogprobs !== undefined,
        });
      const chunks = new ChatChunks(head, numChoices, toChunkOptions(body));
      return streamAnswer(reply, context, {
        form: chunkStream,
        sources: [{ events, encode: (event) => chunks.encode(event) }],
        client,
        encodeEnd: () => chunks.encodeEnd(),
      });
    },
  );
}
