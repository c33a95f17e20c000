import {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  ErrorBody,
} from '@samewire/shared-types';
import { createAnswerHead } from '../engine-to-wire/answer-head.ts';
import { toChatAnswerForm } from '../engine-to-wire/chat-answer-form.ts';
import { ChatChunks } from '../engine-to-wire/chat-chunks.ts';
import { ChatGatherer } from '../engine-to-wire/chat-completion.ts';
import { toServedTier } from '../engine-to-wire/service-tier.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startGeneration } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { chunkStream } from '../sse/stream-form.ts';
import { offeredIn } from '../wire-to-engine/chat-tools.ts';
import { toChatEngineRequest } from '../wire-to-engine/chat-request.ts';
import { toReasoningWish } from '../wire-to-engine/reasoning-policy.ts';
import { requireToolSupport } from '../wire-to-engine/tool-support.ts';
import { isUselessPrediction, toPrediction } from '../wire-to-engine/prediction.ts';
import { chatFormat } from '../wire-to-engine/output-format.ts';
import { toChunkOptions } from '../wire-to-engine/stream-options.ts';
import {
  chatCompletionsIn,
  toChatCompletionDocument,
} from '../wire-to-state/stored-chat-completion.ts';
import { nameIgnored } from '../profiles/ignored-header.ts';
import type { RouteContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

/** `POST /v1/chat/completions` */
export function addChatCompletionsRoute(
  server: TypedServer,
  context: RouteContext,
): void {
  const { engine, grammars, model, queue, reasoning, state } = context;
  const stored = chatCompletionsIn(state);
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
    async (received, reply) => {
      const { body } = received;
      const named = model.withLora(model.requireName(body.model), body.lora);
      const unbounded = toChatEngineRequest(body, model.info);
      requireToolSupport(unbounded.prompt, model.info);
      const predicted = toPrediction(body, model.info, context.isLenient);
      if (isUselessPrediction(body, model.info)) nameIgnored(reply, ['prediction']);
      const asked = reasoning.bound(unbounded, toReasoningWish(body), model.info);
      const format = chatFormat(body);
      const holding = grammars.hold(asked, format, offeredIn(body));
      const held = holding instanceof Promise ? await holding : holding;
      const place = queue.placeFor(received, body);
      const request = { ...held, ...predicted, ...place, ...named.engineFields };
      const client = abortWhenClientLeaves(reply.raw);
      const head = createAnswerHead('chatcmpl', named);
      const serviceTier = toServedTier(request);
      const numChoices = request.numChoices ?? 1;
      const form = toChatAnswerForm(body, context.reasoningField);
      const answer = new ChatGatherer(head, {
        numChoices,
        withLogprobs: request.numLogprobs !== undefined,
        form,
        serviceTier,
      });
      const storeAnswer = async () => {
        if (client.signal.aborted) return;
        const completion = answer.toCompletion();
        await state.write([
          stored.insert(
            toChatCompletionDocument(completion, body, received, {
              retentionDays: context.retentionDays,
              defaults: model.defaultSampling,
            }),
          ),
        ]);
      };
      if (body.stream !== true) {
        await answer.addAll(engine.generate(request, { signal: client.signal }));
        if (body.store === true) await storeAnswer();
        return answer.toCompletion();
      }
      const events = await startGeneration(engine, request, client.signal);
      const chunks = new ChatChunks(
        head,
        { numChoices, serviceTier, form },
        toChunkOptions(body),
      );
      return streamAnswer(reply, context, {
        form: chunkStream,
        sources: [
          {
            events,
            encode: (event) => {
              if (body.store === true) answer.add(event);
              return chunks.encode(event);
            },
          },
        ],
        client,
        // Whoever has seen the end can retrieve the answer.
        encodeEnd: async () => {
          if (body.store === true) await storeAnswer();
          return chunks.encodeEnd();
        },
      });
    },
  );
}
