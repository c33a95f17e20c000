import { type Static, Type } from 'typebox';
import { servedTiers } from '../schema/service-fields.ts';
import { oneOf, orNull } from '../schema/shapes.ts';
import { CompletionUsage } from '../usage.ts';
import { ChatLogprobs } from './logprobs.ts';
import { ChatFinishReason } from './response.ts';

/** The first delta of a call has id, type and name; those that follow have more of its input. */
const ToolCallDelta = Type.Object({
  index: Type.Integer(),
  id: Type.Optional(Type.String()),
  type: Type.Optional(oneOf('function', 'custom')),
  function: Type.Optional(
    Type.Object({ name: Type.Optional(Type.String()), arguments: Type.String() }),
  ),
  custom: Type.Optional(
    Type.Object({ name: Type.Optional(Type.String()), input: Type.String() }),
  ),
});

/**
 * What a chunk adds to its choice: the role with empty content first, or null where tool calls
 * follow; then reasoning, content and tool calls, one kind a chunk; and nothing at all in the
 * chunk that carries the finish reason.
 */
const ChatDelta = Type.Object({
  role: Type.Optional(Type.Literal('assistant')),
  content: Type.Optional(orNull(Type.String())),
  reasoning_content: Type.Optional(Type.String()),
  reasoning: Type.Optional(Type.String()),
  tool_calls: Type.Optional(Type.Array(ToolCallDelta)),
  function_call: Type.Optional(
    Type.Object({ name: Type.Optional(Type.String()), arguments: Type.String() }),
  ),
  refusal: Type.Optional(Type.Null()),
});

const ChatChunkChoice = Type.Object({
  index: Type.Integer(),
  delta: ChatDelta,
  logprobs: orNull(ChatLogprobs),
  finish_reason: orNull(ChatFinishReason),
});

/** One event of the answer to `POST /v1/chat/completions` with `stream: true`. */
export const ChatCompletionChunk = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('chat.completion.chunk'),
    created: Type.Integer(),
    model: Type.String(),
    service_tier: oneOf(...servedTiers),
    system_fingerprint: Type.String(),
    choices: Type.Array(ChatChunkChoice, { maxItems: 1 }),
    // Absent unless asked for; then null in every chunk but the last.
    usage: Type.Optional(orNull(CompletionUsage)),
    obfuscation: Type.Optional(Type.String()),
  },
  { title: 'ChatCompletionChunk' },
);

export type ChatDelta = Static<typeof ChatDelta>;
export type ChatCompletionChunk = Static<typeof ChatCompletionChunk>;
