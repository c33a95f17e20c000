import { type Static, Type } from 'typebox';
import { oneOf, orNull, taggedUnion } from '../schema/shapes.ts';

/** Why an answer ended, in Anthropic's words. */
export const MessageStopReason = oneOf(
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'model_context_window_exceeded',
  'tool_use',
);

/** `input_tokens` are those that had to be computed: the cached ones are told apart. */
const inputUsage = {
  input_tokens: Type.Integer(),
  cache_creation_input_tokens: Type.Integer(),
  cache_read_input_tokens: Type.Integer(),
};

/** Only of an answer that has thinking: what was recorded without any does not have it. */
const outputDetails = {
  output_tokens_details: Type.Optional(Type.Object({ thinking_tokens: Type.Integer() })),
};

export const MessageUsage = Type.Object({
  ...inputUsage,
  cache_creation: Type.Object({
    ephemeral_5m_input_tokens: Type.Integer(),
    ephemeral_1h_input_tokens: Type.Integer(),
  }),
  output_tokens: Type.Integer(),
  ...outputDetails,
  service_tier: oneOf('standard', 'priority'),
});

export const MessageDeltaUsage = Type.Object({
  ...inputUsage,
  output_tokens: Type.Integer(),
  ...outputDetails,
});

/** Of the kinds of block that Anthropic knows, those there are here. */
export const MessageBlock = taggedUnion('type', [
  Type.Object({ type: Type.Literal('text'), text: Type.String() }),
  // The signature is that nobody vouches for the text: it is empty.
  Type.Object({
    type: Type.Literal('thinking'),
    thinking: Type.String(),
    signature: Type.String(),
  }),
  Type.Object({
    type: Type.Literal('tool_use'),
    id: Type.String(),
    name: Type.String(),
    input: Type.Record(Type.String(), Type.Unknown()),
  }),
]);

/** The answer to `POST /v1/messages` without `stream`. */
export const Message = Type.Object(
  {
    model: Type.String(),
    id: Type.String(),
    type: Type.Literal('message'),
    role: Type.Literal('assistant'),
    content: Type.Array(MessageBlock),
    stop_reason: orNull(MessageStopReason),
    stop_sequence: orNull(Type.String()),
    usage: MessageUsage,
  },
  { title: 'Message' },
);

/** The answer to `POST /v1/messages/count_tokens`. */
export const MessageTokensCount = Type.Object(
  { input_tokens: Type.Integer() },
  { title: 'MessageTokensCount' },
);

export type MessageStopReason = Static<typeof MessageStopReason>;
export type MessageUsage = Static<typeof MessageUsage>;
export type MessageDeltaUsage = Static<typeof MessageDeltaUsage>;
export type MessageBlock = Static<typeof MessageBlock>;
export type Message = Static<typeof Message>;
