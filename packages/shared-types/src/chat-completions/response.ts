import { type Static, Type } from 'typebox';
import { servedTiers } from '../schema/service-fields.ts';
import { oneOf, orNull } from '../schema/shapes.ts';
import { CompletionUsage } from '../usage.ts';
import { ChatLogprobs } from './logprobs.ts';
import { ToolCall } from './tool-call.ts';

/** Why a choice of a chat completion ended. */
export const ChatFinishReason = oneOf(
  'stop',
  'length',
  'tool_calls',
  'content_filter',
  'function_call',
);

const ChatAnswer = Type.Object({
  role: Type.Literal('assistant'),
  content: orNull(Type.String()),
  // Not OpenAI's: what the model thought, in the field of DeepSeek or of OpenRouter.
  reasoning_content: Type.Optional(Type.String()),
  reasoning: Type.Optional(Type.String()),
  tool_calls: Type.Optional(Type.Array(ToolCall)),
  // In the place of tool calls, where a request has `functions`.
  function_call: Type.Optional(
    Type.Object({ name: Type.String(), arguments: Type.String() }),
  ),
  refusal: Type.Null(),
  annotations: Type.Array(Type.Never(), { maxItems: 0 }),
});

const ChatChoice = Type.Object({
  index: Type.Integer(),
  message: ChatAnswer,
  logprobs: orNull(ChatLogprobs),
  finish_reason: ChatFinishReason,
});

/** The answer to `POST /v1/chat/completions` without `stream`. */
export const ChatCompletion = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('chat.completion'),
    created: Type.Integer(),
    model: Type.String(),
    choices: Type.Array(ChatChoice),
    usage: CompletionUsage,
    service_tier: oneOf(...servedTiers),
    system_fingerprint: Type.String(),
  },
  { title: 'ChatCompletion' },
);

export type ChatFinishReason = Static<typeof ChatFinishReason>;
export type ChatChoice = Static<typeof ChatChoice>;
export type ChatCompletion = Static<typeof ChatCompletion>;
