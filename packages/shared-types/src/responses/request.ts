import { type Static, Type } from 'typebox';
import {
  accepted,
  extension,
  implemented,
  refused,
  required,
} from '../schema/request-field.ts';
import {
  extensionFields,
  frequencyPenalty,
  presencePenalty,
  temperature,
  topP,
} from '../schema/sampling-fields.ts';
import { reasoningFields } from '../schema/reasoning-fields.ts';
import {
  metadata,
  serviceFields,
  serviceTierNote,
  user,
} from '../schema/service-fields.ts';
import { closed, oneOf, orNull, taggedUnion, textOrList } from '../schema/shapes.ts';
import { InputItem } from './input-item.ts';
import { ResponseTool, ResponseToolChoice } from './tool.ts';

const StoredPrompt = Type.Object(
  {
    id: Type.String(),
    version: Type.Optional(orNull(Type.String())),
    variables: Type.Optional(orNull(Type.Record(Type.String(), Type.Unknown()))),
  },
  closed,
);

/** The tiers of the Responses API, one more than the chat API has. */
export const serviceTiers = [
  'auto',
  'default',
  'flex',
  'scale',
  'priority',
  'fast',
  'ultrafast',
] as const;

/** What an answer may carry beside what it always has. */
export const Includable = oneOf(
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
  'message.output_text.logprobs',
);

/** What a model is to read, as the endpoints that answer it and those that count it take it. */
export const responseInput = textOrList(InputItem, { maxItems: 4096 });

export const previousResponseId = implemented(
  orNull(Type.String({ minLength: 1 })),
  'Its input and output come first; its instructions do not.',
);

export const conversation = implemented(
  orNull(
    Type.Unsafe<string | { id: string }>({
      type: ['string', 'object'],
      minLength: 1,
      properties: { id: Type.String({ minLength: 1 }) },
      required: ['id'],
      additionalProperties: false,
    }),
  ),
  'Its items come first, and input and output are put behind them at the end.',
);

export const instructions = implemented(
  orNull(Type.String()),
  'A system message in front of everything.',
);

export const reasoning = implemented(
  orNull(
    Type.Object(
      {
        effort: Type.Optional(
          orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
        ),
        summary: Type.Optional(orNull(oneOf('auto', 'concise', 'detailed'))),
        mode: Type.Optional(orNull(Type.String())),
        context: Type.Optional(orNull(oneOf('auto', 'current_turn', 'all_turns'))),
      },
      closed,
    ),
  ),
  '`effort` is given to the chat template, as in chat completions; the rest has no effect.',
);

/** What form the answer's text has to have. */
export const TextFormat = taggedUnion('type', [
  Type.Object({ type: Type.Literal('text') }, closed),
  Type.Object({ type: Type.Literal('json_object') }, closed),
  Type.Object(
    {
      type: Type.Literal('json_schema'),
      name: Type.String({ minLength: 1, maxLength: 64 }),
      schema: Type.Record(Type.String(), Type.Unknown()),
      description: Type.Optional(Type.String()),
      strict: Type.Optional(orNull(Type.Boolean())),
    },
    closed,
  ),
]);

export type TextFormat = Static<typeof TextFormat>;

export const textConfig = implemented(
  orNull(
    Type.Object(
      {
        format: Type.Optional(TextFormat),
        verbosity: Type.Optional(orNull(oneOf('low', 'medium', 'high'))),
      },
      closed,
    ),
  ),
  'The answer keeps to the schema of `format`; what cannot be enforced is refused. See ' +
    '[structured output](structured-output.md). `verbosity` has no effect.',
);

export const truncation = implemented(
  orNull(oneOf('auto', 'disabled')),
  '`auto` leaves out the oldest items where all would not fit the context length.',
);

export const tools = implemented(
  orNull(Type.Array(ResponseTool, { maxItems: 128 })),
  'Functions, and custom tools with text as input, held to a regular expression or a ' +
    'grammar in Lark where one is given. Tools that OpenAI hosts are refused. See [tools](tools.md).',
);

export const toolChoice = implemented(
  ResponseToolChoice,
  'Of a named tool or `allowed_tools`, the model sees the others too, so that its cached prompt ' +
    'stays of use, and is held to the choice; see [tools](tools.md#choosing).',
);

export const parallelToolCalls = implemented(
  orNull(Type.Boolean({ default: true })),
  '`false`: one call in an answer. Some chat templates know no more anyway.',
);

/**
 * The body of `POST /v1/responses`.
 *
 * The order of the fields is the order in which OpenAI reports faults, so that of several
 * faults the first one found is the one OpenAI would name.
 */
export const ResponseRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    input: required(
      responseInput,
      'Text, or up to 4096 items. Items of tools that OpenAI hosts are `unsupported_value`.',
    ),
    previous_response_id: previousResponseId,
    conversation,
    prompt: refused(orNull(StoredPrompt), {
      note: 'There are no stored prompts: every id is answered with 404.',
      code: null,
    }),
    moderation: refused(Type.Unknown(), {
      note: 'There is no moderation model.',
      code: 'unsupported_parameter',
    }),
    include: implemented(
      orNull(Type.Array(Includable)),
      '`message.output_text.logprobs` works; the others are about things that never occur.',
    ),
    tools,
    tool_choice: toolChoice,
    metadata,
    text: textConfig,
    temperature,
    top_p: topP,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    parallel_tool_calls: parallelToolCalls,
    stream: implemented(
      orNull(Type.Boolean({ default: false })),
      'Server-sent events instead of one answer.',
    ),
    stream_options: implemented(
      orNull(
        Type.Object(
          {
            include_obfuscation: implemented(
              Type.Boolean({ default: true }),
              'Pads every delta to a multiple of 16 characters; `false` leaves that out.',
            ),
          },
          closed,
        ),
      ),
      'Only together with `stream: true`.',
    ),
    background: implemented(
      orNull(Type.Boolean({ default: false })),
      'Answers at once; ask again, or stream, by the id. Needs `store`.',
    ),
    max_output_tokens: implemented(
      orNull(Type.Integer({ minimum: 16, maximum: 2_147_483_647 })),
      'Default: what is left of the context length.',
    ),
    max_tool_calls: accepted(
      orNull(Type.Integer({ minimum: 1 })),
      'There are no built-in tools to call.',
    ),
    reasoning,
    user,
    ...serviceFields,
    prompt_cache_options: accepted(
      orNull(
        Type.Object(
          {
            mode: Type.Optional(oneOf('implicit', 'explicit')),
            ttl: Type.Optional(oneOf('30m', '12h')),
            prewarm: Type.Optional(Type.Boolean()),
            comparison_response_id: Type.Optional(orNull(Type.String())),
          },
          closed,
        ),
      ),
      'Shared prefixes are found and reused without being asked.',
    ),
    truncation,
    instructions,
    store: implemented(
      orNull(Type.Boolean({ default: true })),
      'The response can be retrieved and continued, for as long as `retention-days` says.',
    ),
    service_tier: implemented(orNull(oneOf(...serviceTiers)), serviceTierNote),
    top_logprobs: implemented(
      orNull(Type.Integer({ minimum: 0, maximum: 20 })),
      'Shown only if `include` has `message.output_text.logprobs`.',
    ),
    context_management: refused(Type.Unknown(), {
      note: 'Compaction happens when asked for, at `/v1/responses/compact`.',
      code: 'unsupported_parameter',
      except: [null, []],
    }),
    access_programs: accepted(Type.Unknown(), 'There are no programs to be admitted to.'),
    image: accepted(Type.Unknown(), 'There are no images to compress.'),
    ...extensionFields,
    ...reasoningFields,
    seed: extension(
      orNull(Type.Integer({ minimum: -(2 ** 63), maximum: 2 ** 63 })),
      'Equal seeds repeat an answer for equal requests on the same server.',
    ),
    chat_template_kwargs: extension(
      orNull(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 64 })),
      "Variables for the model's chat template, for example `enable_thinking`.",
    ),
  },
  {
    ...closed,
    title: 'ResponseRequest',
    examples: [{ model: 'my-model', input: 'Hello!', stream: true }],
  },
);

export type ResponseRequest = Static<typeof ResponseRequest>;
