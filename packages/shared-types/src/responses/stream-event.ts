import { type Static, type TProperties, Type } from 'typebox';
import { orNull, taggedUnion } from '../schema/shapes.ts';
import { EventLogprob, OutputItem, OutputTextPart, ReasoningTextPart } from './item.ts';
import { Response } from './response.ts';

/** Counts the events of a response from 0, without gaps. */
const sequenceNumber = Type.Integer({ minimum: 0 });

function event<const Name extends string, Fields extends TProperties>(
  type: Name,
  fields: Fields,
) {
  return Type.Object({
    type: Type.Literal(type),
    sequence_number: sequenceNumber,
    ...fields,
  });
}

const item = { output_index: Type.Integer(), item: OutputItem };
const inPart = {
  item_id: Type.String(),
  output_index: Type.Integer(),
  content_index: Type.Integer(),
};
const part = {
  ...inPart,
  part: taggedUnion('type', [OutputTextPart, ReasoningTextPart]),
};
const inItem = { item_id: Type.String(), output_index: Type.Integer() };
const delta = { delta: Type.String(), obfuscation: Type.Optional(Type.String()) };
const logprobs = Type.Array(EventLogprob);
const response = { response: Response };

/**
 * One event of the stream of a response.
 *
 * The order: `created`, with `background` `queued`, `in_progress`; for each item
 * `output_item.added`, what is in it, `output_item.done`; and one of `completed` and
 * `incomplete`, or `error` with `failed`. In a message are `content_part.added`, any number of
 * `output_text.delta`, `output_text.done`, `content_part.done`; in reasoning the same with
 * `reasoning_text`; in a call any number of deltas of its input and one `done`.
 */
export const ResponseStreamEvent = taggedUnion('type', [
  event('response.created', response),
  event('response.queued', response),
  event('response.in_progress', response),
  event('response.output_item.added', item),
  event('response.content_part.added', part),
  event('response.output_text.delta', {
    ...inPart,
    delta: Type.String(),
    logprobs,
    obfuscation: Type.Optional(Type.String()),
  }),
  event('response.reasoning_text.delta', { ...inPart, ...delta }),
  event('response.reasoning_text.done', { ...inPart, text: Type.String() }),
  event('response.function_call_arguments.delta', { ...inItem, ...delta }),
  event('response.function_call_arguments.done', {
    ...inItem,
    name: Type.String(),
    arguments: Type.String(),
  }),
  event('response.custom_tool_call_input.delta', { ...inItem, ...delta }),
  event('response.custom_tool_call_input.done', { ...inItem, input: Type.String() }),
  event('response.output_text.done', { ...inPart, text: Type.String(), logprobs }),
  event('response.content_part.done', part),
  event('response.output_item.done', item),
  event('response.completed', response),
  event('response.incomplete', response),
  event('response.failed', response),
  event('error', {
    error: Type.Object({
      type: Type.String(),
      code: orNull(Type.String()),
      message: Type.String(),
      param: orNull(Type.String()),
    }),
  }),
]);

export type ResponseStreamEvent = Static<typeof ResponseStreamEvent>;
