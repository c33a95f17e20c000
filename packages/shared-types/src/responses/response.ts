import { type Static, Type } from 'typebox';
import { metadataRecord } from '../schema/service-fields.ts';
import { oneOf, orNull } from '../schema/shapes.ts';
import { OutputItem } from './item.ts';
import { serviceTiers, type TextFormat } from './request.ts';
import { ResponseToolChoice, ReturnedTool } from './tool.ts';

const maybeText = orNull(Type.String());
/** As it was asked for. */
const ReturnedToolChoice =
  Type.Unsafe<NonNullable<ResponseToolChoice>>(ResponseToolChoice);
const maybeInteger = orNull(Type.Integer());

/** How many tokens a response took. */
export const ResponseUsage = Type.Object(
  {
    input_tokens: Type.Integer(),
    input_tokens_details: Type.Object({
      cached_tokens: Type.Integer(),
      cache_write_tokens: Type.Integer(),
    }),
    output_tokens: Type.Integer(),
    output_tokens_details: Type.Object({ reasoning_tokens: Type.Integer() }),
    total_tokens: Type.Integer(),
  },
  { title: 'ResponseUsage' },
);

/**
 * The answer to `POST /v1/responses` without `stream`, and the state of a response in the
 * events of a stream. The order of the fields is OpenAI's.
 */
export const Response = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('response'),
    created_at: Type.Integer(),
    status: oneOf(
      'completed',
      'failed',
      'in_progress',
      'cancelled',
      'queued',
      'incomplete',
    ),
    background: Type.Boolean(),
    completed_at: maybeInteger,
    // Only of a response that belongs to a conversation.
    conversation: Type.Optional(Type.Object({ id: Type.String() })),
    error: orNull(
      Type.Object({
        code: oneOf('server_error', 'rate_limit_exceeded', 'invalid_prompt'),
        message: Type.String(),
      }),
    ),
    frequency_penalty: Type.Number(),
    incomplete_details: orNull(Type.Object({ reason: oneOf('max_output_tokens') })),
    instructions: maybeText,
    max_output_tokens: maybeInteger,
    max_tool_calls: maybeInteger,
    model: Type.String(),
    output: Type.Array(OutputItem),
    parallel_tool_calls: Type.Boolean(),
    presence_penalty: Type.Number(),
    previous_response_id: maybeText,
    prompt_cache_key: maybeText,
    prompt_cache_retention: orNull(oneOf('in_memory', '24h')),
    reasoning: Type.Object({
      effort: orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
      summary: Type.Null(),
    }),
    safety_identifier: maybeText,
    service_tier: oneOf(...serviceTiers),
    store: Type.Boolean(),
    temperature: Type.Number(),
    text: Type.Object({
      format: Type.Unsafe<TextFormat>({ type: 'object', additionalProperties: true }),
      verbosity: oneOf('low', 'medium', 'high'),
    }),
    tool_choice: ReturnedToolChoice,
    tools: Type.Array(ReturnedTool),
    top_logprobs: Type.Integer(),
    top_p: Type.Number(),
    truncation: oneOf('auto', 'disabled'),
    usage: orNull(ResponseUsage),
    user: maybeText,
    metadata: metadataRecord,
  },
  { title: 'Response' },
);

export type ResponseUsage = Static<typeof ResponseUsage>;
export type Response = Static<typeof Response>;
