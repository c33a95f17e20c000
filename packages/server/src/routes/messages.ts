import {
  CountTokensRequest,
  Message,
  MessagesErrorBody,
  MessagesRequest,
  MessageStreamEvent,
  MessageTokensCount,
} from '@samewire/shared-types';
import type { EngineRequest } from '@samewire/engine';
import { tokenizeChat } from '../chat-tokens.ts';
import { createAnswerId } from '../engine-to-wire/answer-head.ts';
import { toMessageTier } from '../engine-to-wire/service-tier.ts';
import { gatherMessage } from '../engine-to-wire/message.ts';
import { MessageEvents } from '../engine-to-wire/message-events.ts';
import { requireAnthropicVersion } from '../plugins/anthropic-version.ts';
import { abortWhenClientLeaves } from '../sse/client-connection.ts';
import { startWithinContext } from '../sse/generation.ts';
import { streamAnswer } from '../sse/stream-answer.ts';
import { messageStream } from '../sse/stream-form.ts';
import {
  messageFormat,
  thinkingWish,
  toCountedPrompt,
  toMessagesEngineRequest,
} from '../wire-to-engine/messages-request.ts';
import { WireError, quoted } from '../errors/wire-error.ts';
import type { NamedModel, ServedModel } from '../served-model.ts';
import { holdCalls } from '../wire-to-engine/grammars.ts';
import { toOfferedTools } from '../wire-to-engine/messages-tools.ts';
import { requireToolSupport } from '../wire-to-engine/tool-support.ts';
import { requireFieldsOfVersion } from '../wire-to-engine/messages-version.ts';
import type { RouteContext, TypedServer } from './route-context.ts';
import { streamable } from './streamable.ts';

/** `POST /v1/messages` and `POST /v1/messages/count_tokens`, Anthropic's form of a chat. */
export function addMessagesRoutes(server: TypedServer, context: RouteContext): void {
  const { engine, grammars, model, queue, reasoning, isLenient } = context;
  // Which version it is matters only where it forbids something.
  const onRequest = isLenient ? [] : [requireAnthropicVersion];
  server.post(
    '/v1/messages',
    {
      config: { endpoint: 'messages' },
      onRequest,
      schema: {
        tags: ['Messages'],
        summary: "The next message of a conversation, in Anthropic's form",
        body: MessagesRequest,
        response: {
          200: streamable(Message, MessageStreamEvent),
          '4xx': MessagesErrorBody,
        },
      },
    },
    async (received, reply) => {
      const { body, headers } = received;
      const named = model.withLora(requireModel(model, body.model), body.lora);
      if (!isLenient) requireFieldsOfVersion(body, headers['anthropic-version']);
      const unbounded = toMessagesEngineRequest(body, model.info);
      requireAbilities(model, body, unbounded);
      const wish = thinkingWish(body, isLenient);
      const asked = reasoning.bound(unbounded, wish, model.info);
      const request = {
        ...holdCalls(asked, await grammars.ofTools(toOfferedTools(body))),
        ...(await grammars.ofFormat(messageFormat(body))),
        ...queue.placeFor(received, wishOf(body)),
        ...named.engineFields,
      };
      const client = abortWhenClientLeaves(reply.raw);
      const events = await startWithinContext(engine, request, client.signal);
      const head = {
        id: createAnswerId('msg_01', 22),
        model: named.id,
        maxTokens: body.max_tokens,
        serviceTier: toMessageTier(request),
      };
      if (body.stream !== true) return gatherMessage(events, head);
      const encoder = new MessageEvents(head);
      return streamAnswer(reply, context, {
        form: messageStream,
        sources: [{ events, encode: (event) => encoder.encode(event) }],
        client,
        encodeEnd: () => '',
      });
    },
  );

  server.post(
    '/v1/messages/count_tokens',
    {
      config: { endpoint: 'messages' },
      onRequest,
      schema: {
        tags: ['Messages'],
        summary: 'How many tokens a conversation has',
        body: CountTokensRequest,
        response: { 200: MessageTokensCount, '4xx': MessagesErrorBody },
      },
    },
    async ({ body, headers }) => {
      requireModel(model, body.model);
      if (!isLenient) requireFieldsOfVersion(body, headers['anthropic-version']);
      const prompt = toCountedPrompt(body, model.info);
      const { length } = await tokenizeChat(engine, reasoning.shown(prompt, {}));
      return { input_tokens: length };
    },
  );
}

/** Who asks for the standard tier only does not go ahead of others. */
function wishOf({ priority, service_tier: tier }: MessagesRequest) {
  if (priority == null) return {};
  return { priority: tier === 'standard_only' ? Math.max(priority, 0) : priority };
}

/** @throws WireError for what the model's chat template has no form for */
function requireAbilities(
  { info }: ServedModel,
  { thinking }: MessagesRequest,
  { prompt }: EngineRequest,
): void {
  if (prompt.kind === 'chat')
    requireToolSupport(prompt, info, 'tools: This model does not support tools.');
  const wantsThinking = thinking != null && thinking.type !== 'disabled';
  if (wantsThinking && info?.chatCapabilities.reasoning === false)
    throw new WireError('thinking: This model does not support thinking.');
}

function requireModel(model: ServedModel, name: string): NamedModel {
  const named = model.named(name);
  if (named !== undefined) return named;
  throw new WireError(`model: ${quoted(name)}`, { status: 404, param: 'model' });
}
