import { type Static, Type } from 'typebox';
import { orNull, taggedUnion } from '../schema/shapes.ts';
import {
  Message,
  MessageBlock,
  MessageDeltaUsage,
  MessageStopReason,
} from './response.ts';

/**
 * One event of the answer to `POST /v1/messages` with `stream: true`. An answer is
 * `message_start`, its blocks, `message_delta`, `message_stop`; a block is
 * `content_block_start`, its deltas, `content_block_stop`. A `ping` may be anywhere.
 */
export const MessageStreamEvent = Type.With(
  taggedUnion('type', [
    Type.Object({ type: Type.Literal('message_start'), message: Message }),
    Type.Object({
      type: Type.Literal('content_block_start'),
      index: Type.Integer(),
      content_block: MessageBlock,
    }),
    Type.Object({ type: Type.Literal('ping') }),
    Type.Object({
      type: Type.Literal('content_block_delta'),
      index: Type.Integer(),
      delta: taggedUnion('type', [
        Type.Object({ type: Type.Literal('text_delta'), text: Type.String() }),
        Type.Object({ type: Type.Literal('thinking_delta'), thinking: Type.String() }),
        Type.Object({ type: Type.Literal('signature_delta'), signature: Type.String() }),
        Type.Object({
          type: Type.Literal('input_json_delta'),
          partial_json: Type.String(),
        }),
      ]),
    }),
    Type.Object({ type: Type.Literal('content_block_stop'), index: Type.Integer() }),
    Type.Object({
      type: Type.Literal('message_delta'),
      delta: Type.Object({
        stop_reason: MessageStopReason,
        stop_sequence: orNull(Type.String()),
      }),
      usage: MessageDeltaUsage,
    }),
    Type.Object({ type: Type.Literal('message_stop') }),
  ]),
  { title: 'MessageStreamEvent' },
);

export type MessageStreamEvent = Static<typeof MessageStreamEvent>;
