import {
  ApplyTemplateRequest,
  ChatCompletionRequest,
  DetokenizedText,
  DetokenizeRequest,
  ErrorBody,
  InputTokenCount,
  RenderedChat,
  TokenizedPrompt,
  TokenizeRequest,
  TokenList,
} from '@samewire/shared-types';
import { Type } from 'typebox';
import { renderPrompt, tokenizeChat } from '../chat-tokens.ts';
import { requireKnownTokens } from '../errors/known-tokens.ts';
import { toChatPrompt } from '../wire-to-engine/chat-request.ts';
import { toReasoningWish } from '../wire-to-engine/reasoning-policy.ts';
import {
  toShownConversation,
  toTokenizedSource,
} from '../wire-to-engine/tokenize-request.ts';
import type { Backend } from '../served-models.ts';
import type { RouteContext, TypedServer } from './route-context.ts';

/**
 * What llama.cpp and vLLM have for looking at a model's tokens: `POST /tokenize`,
 * `/detokenize`, `/apply-template`, and how many tokens a chat request has.
 */
export function addTokenizationRoutes(
  server: TypedServer,
  { engine, model, models, reasoning }: RouteContext,
): void {
  const backendOf = (name: string | null | undefined): Backend => {
    if (name == null) return models.main;
    const backend = models.named(name);
    backend.model.requireName(name);
    return backend;
  };

  server.post(
    '/tokenize',
    {
      schema: {
        tags: ['Tokens'],
        summary: 'Text to token ids',
        body: TokenizeRequest,
        response: { 200: Type.Union([TokenizedPrompt, TokenList]), '4xx': ErrorBody },
      },
    },
    async ({ body }) => {
      const backend = backendOf(body.model);
      const source = toTokenizedSource(body, backend.model.info);
      const tokens = Array.from(
        'chat' in source
          ? await tokenizeChat(backend.engine, reasoning.shown(source.chat, {}))
          : await backend.engine.tokenize(source.text, source.options),
      );
      if (source.form === 'llama.cpp') return { tokens };
      const { contextLength } = await backend.engine.ready();
      return {
        count: tokens.length,
        max_model_len: contextLength,
        tokens,
        token_strs: null,
      };
    },
  );

  server.post(
    '/detokenize',
    {
      schema: {
        tags: ['Tokens'],
        summary: 'Token ids to text',
        body: DetokenizeRequest,
        response: { 200: DetokenizedText, '4xx': ErrorBody },
      },
    },
    async ({ body }) => {
      const backend = backendOf(body.model);
      requireKnownTokens(body.tokens, backend.model.info?.numVocab);
      const text = await backend.engine.detokenize(Int32Array.from(body.tokens));
      return { content: text, prompt: text };
    },
  );

  server.post(
    '/apply-template',
    {
      schema: {
        tags: ['Tokens'],
        summary: 'The text the model reads for a conversation',
        body: ApplyTemplateRequest,
        response: { 200: RenderedChat, '4xx': ErrorBody },
      },
    },
    async ({ body }) => {
      const backend = backendOf(body.model);
      const chat = toShownConversation(body, backend.model.info);
      return { prompt: await renderPrompt(backend.engine, reasoning.shown(chat, {})) };
    },
  );

  server.post(
    '/v1/chat/completions/input_tokens',
    {
      config: { endpoint: 'chat' },
      schema: {
        tags: ['Tokens'],
        summary: 'How many tokens a chat request has',
        body: ChatCompletionRequest,
        response: { 200: InputTokenCount, '4xx': ErrorBody },
      },
    },
    async ({ body }) => {
      model.requireName(body.model);
      const chat = toChatPrompt(body, model.info);
      const shown = reasoning.shown(chat, toReasoningWish(body));
      const { length } = await tokenizeChat(engine, shown);
      return { object: 'response.input_tokens' as const, input_tokens: length };
    },
  );
}
