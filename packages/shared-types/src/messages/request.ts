import { type Static, type TSchema, Type } from 'typebox';
import {
  accepted,
  extension,
  implemented,
  refused,
  required,
} from '../schema/request-field.ts';
import { extensionFields, tokenLimit } from '../schema/sampling-fields.ts';
import { closed, oneOf, orNull, taggedUnion, textOrList } from '../schema/shapes.ts';
import { toolDescription } from '../chat-completions/tool.ts';
import { CacheControl, MessageBlockParam, TextBlockParam } from './content-block.ts';

function messageOf<const Role extends string, Block extends TSchema>(
  role: Role,
  block: Block,
) {
  return Type.Object(
    { role: Type.Literal(role), content: textOrList(block, { minItems: 1 }) },
    closed,
  );
}

/** One turn. Consecutive turns of one role count as one. */
const MessageParam = taggedUnion('role', [
  messageOf('user', MessageBlockParam),
  messageOf('assistant', MessageBlockParam),
  messageOf('system', TextBlockParam),
]);

/** A tool of the client's. Those that Anthropic runs have types of their own. */
const MessagesTool = Type.Object(
  {
    type: Type.Optional(orNull(Type.Literal('custom'))),
    name: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '^[a-zA-Z0-9_-]{1,128}$',
    }),
    description: Type.Optional(toolDescription),
    input_schema: Type.Record(Type.String(), Type.Unknown()),
    strict: Type.Optional(orNull(Type.Boolean())),
    cache_control: Type.Optional(CacheControl),
    eager_input_streaming: Type.Optional(orNull(Type.Boolean())),
    defer_loading: Type.Optional(Type.Boolean()),
    allowed_callers: Type.Optional(Type.Array(Type.String())),
    input_examples: Type.Optional(Type.Array(Type.Unknown())),
  },
  closed,
);

const parallel = { disable_parallel_tool_use: Type.Optional(Type.Boolean()) };

const MessagesToolChoice = taggedUnion('type', [
  Type.Object({ type: Type.Literal('auto'), ...parallel }, closed),
  Type.Object({ type: Type.Literal('any'), ...parallel }, closed),
  Type.Object(
    { type: Type.Literal('tool'), name: Type.String({ minLength: 1 }), ...parallel },
    closed,
  ),
  Type.Object({ type: Type.Literal('none') }, closed),
]);

/** What a request to answer and a request to count have in common. */
const promptFields = {
  model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
  messages: required(
    Type.Array(MessageParam, { minItems: 1, maxItems: 100_000 }),
    'Text, and as history tool calls, their results and thinking. The last one has to be ' +
      "the user's: answers cannot be begun by the client.",
  ),
};

const optionalPromptFields = {
  system: implemented(
    orNull(textOrList(TextBlockParam)),
    'In front of the conversation, as a system message.',
  ),
  thinking: implemented(
    orNull(
      Type.Object({
        type: oneOf('enabled', 'disabled', 'adaptive', 'between_tools'),
        budget_tokens: Type.Optional(Type.Integer({ minimum: 1024 })),
        display: Type.Optional(orNull(Type.String())),
      }),
    ),
    'Given to the chat template as `enable_thinking` and `thinking`. Left out, the template ' +
      'decides. After `budget_tokens` of it, which is less than `max_tokens`, thinking is closed ' +
      'and the answer follows. What the model thinks comes in `thinking` blocks.',
  ),
  tools: implemented(
    orNull(Type.Array(MessagesTool, { maxItems: 128 })),
    "Tools of the client's own. See [tools](tools.md).",
  ),
  tool_choice: implemented(
    orNull(MessagesToolChoice),
    'Of a named tool, the model sees the others too, so that its cached prompt stays of use, ' +
      'and is held to the choice; see [tools](tools.md#choosing).',
  ),
  output_config: implemented(
    orNull(
      Type.Object(
        {
          effort: implemented(
            orNull(oneOf('low', 'medium', 'high', 'xhigh', 'max')),
            'Given to the chat template as `reasoning_effort`.',
          ),
          format: implemented(
            orNull(
              Type.Object(
                {
                  type: Type.Literal('json_schema'),
                  schema: Type.Record(Type.String(), Type.Unknown()),
                },
                closed,
              ),
            ),
            'The answer keeps to the schema; what cannot be enforced is refused.',
          ),
        },
        closed,
      ),
    ),
    '`effort` is given to the chat template as `reasoning_effort`; the answer keeps to the schema ' +
      'of `format`. See [structured output](structured-output.md).',
  ),
  cache_control: accepted(
    CacheControl,
    'Shared prefixes are found and reused without being asked.',
  ),
  speed: accepted(orNull(oneOf('standard', 'fast')), 'All requests are served alike.'),
  user_profile_id: accepted(orNull(Type.String()), 'There are no profiles of users.'),
  workspace_id: accepted(orNull(Type.String()), 'There are no workspaces.'),
};

/** The body of `POST /v1/messages`. */
export const MessagesRequest = Type.Object(
  {
    ...promptFields,
    max_tokens: required(
      tokenLimit,
      'More than fits the context length is no fault: the answer then ends with ' +
        '`model_context_window_exceeded`.',
    ),
    ...optionalPromptFields,
    metadata: accepted(
      orNull(Type.Object({ user_id: Type.Optional(orNull(Type.String())) }, closed)),
      'The server keeps no record of end users.',
    ),
    stop_sequences: implemented(
      orNull(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 64 })),
      'Up to 64 texts of 256 characters. The matched text is not part of the answer.',
    ),
    stream: implemented(
      orNull(Type.Boolean({ default: false })),
      "Anthropic's named events instead of one answer.",
    ),
    temperature: implemented(
      orNull(Type.Number({ minimum: 0, maximum: 1 })),
      "0 takes the most probable token. Default: the model file's own, else 1.",
    ),
    top_k: implemented(
      orNull(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
      'Keep the k most probable tokens; 0 keeps all.',
    ),
    top_p: implemented(
      orNull(Type.Number({ minimum: 0, maximum: 1 })),
      "Default: the model file's own, else 1.",
    ),
    service_tier: implemented(
      oneOf('auto', 'standard_only'),
      'Answers say `priority` of what went ahead of others, else `standard`.',
    ),
    inference_geo: accepted(orNull(Type.String()), 'The model runs where the server is.'),
    container: refused(Type.Unknown(), {
      note: 'The server runs no code.',
      code: null,
      message: 'container: This model does not support containers.',
    }),
    diagnostics: accepted(orNull(Type.Unknown()), 'There is nothing to report.'),
    min_p: extensionFields.min_p,
    lora: extensionFields.lora,
    priority: extension(
      orNull(Type.Integer({ minimum: -2_147_483_647, maximum: 2_147_483_647 })),
      "Lower is earlier, as in vLLM; 0 is everybody's. How low it may be is set by " +
        '`earliest-priority`.',
    ),
    seed: extension(
      orNull(Type.Integer({ minimum: -(2 ** 63), maximum: 2 ** 63 })),
      'Equal seeds repeat an answer for equal requests on the same server.',
    ),
  },
  {
    ...closed,
    title: 'MessagesRequest',
    examples: [
      {
        model: 'my-model',
        max_tokens: 256,
        messages: [{ role: 'user', content: 'Hello!' }],
      },
    ],
  },
);

/** The body of `POST /v1/messages/count_tokens`. */
export const CountTokensRequest = Type.Object(
  { ...promptFields, ...optionalPromptFields },
  { ...closed, title: 'CountTokensRequest' },
);

export type MessageParam = Static<typeof MessageParam>;
export type MessagesRequest = Static<typeof MessagesRequest>;
export type CountTokensRequest = Static<typeof CountTokensRequest>;
