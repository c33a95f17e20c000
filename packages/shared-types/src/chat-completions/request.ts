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
  logitBias,
  numberOfChoices,
  presencePenalty,
  seed,
  stop,
  streamOptions,
  temperature,
  tokenLimit,
  topP,
} from '../schema/sampling-fields.ts';
import { reasoningFields } from '../schema/reasoning-fields.ts';
import { metadata, serviceFields, serviceTier, user } from '../schema/service-fields.ts';
import { closed, oneOf, orNull } from '../schema/shapes.ts';
import { ChatMessage } from './message.ts';
import { PredictionContent } from './prediction.ts';
import { ResponseFormat } from './response-format.ts';
import { FunctionCallChoice, FunctionDefinition, Tool, ToolChoice } from './tool.ts';

/**
 * The body of `POST /v1/chat/completions`.
 *
 * The order of the fields is the order in which OpenAI reports faults, so that of several
 * faults the first one found is the one OpenAI would name.
 */
export const ChatCompletionRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    messages: required(
      Type.Array(ChatMessage, { minItems: 1, maxItems: 2048 }),
      'Up to 2048 messages with text, and with [images and audio](#images-and-audio) where the ' +
        'model takes them. Tool calls and tool results are taken as history.',
    ),
    functions: implemented(
      orNull(Type.Array(FunctionDefinition, { maxItems: 128 })),
      'The older form of `tools`, not beside them: of several calls the first is told, as ' +
        '`function_call`.',
    ),
    function_call: implemented(
      FunctionCallChoice,
      'The older form of `tool_choice`; only together with `functions`.',
    ),
    tools: implemented(
      orNull(Type.Array(Tool, { maxItems: 128 })),
      'Functions, and custom tools with text as input, held to a regular expression or a ' +
        'grammar in Lark where one is given. A model whose chat template shows it no tools is refused with ' +
        '`unsupported_parameter`. See [tools](tools.md).',
    ),
    tool_choice: implemented(
      ToolChoice,
      'Of a named tool or `allowed_tools`, the model sees the others too, so that its cached ' +
        'prompt stays of use, and is held to the choice; see [tools](tools.md#choosing).',
    ),
    parallel_tool_calls: implemented(
      orNull(Type.Boolean({ default: true })),
      '`false`: one call in an answer. Some chat templates know no more anyway.',
    ),
    max_completion_tokens: implemented(
      orNull(tokenLimit),
      'Default: what is left of the context length.',
    ),
    n: numberOfChoices,
    temperature,
    top_p: topP,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    logprobs: implemented(
      orNull(Type.Boolean({ default: false })),
      'Each token with its probability before any sampler changed it.',
    ),
    top_logprobs: implemented(
      orNull(Type.Integer({ minimum: 0, maximum: 20 })),
      'Only together with `logprobs: true`.',
    ),
    user,
    seed,
    moderation: refused(Type.Unknown(), {
      note: 'There is no moderation model.',
      code: 'unsupported_parameter',
    }),
    ...serviceFields,
    response_format: implemented(
      orNull(ResponseFormat),
      'The answer keeps to the schema; what cannot be enforced is refused. See ' +
        '[structured output](structured-output.md).',
    ),
    service_tier: serviceTier,
    max_tokens: implemented(
      orNull(tokenLimit),
      'The older name of `max_completion_tokens`; not both.',
    ),
    reasoning_effort: implemented(
      orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
      'Given to the chat template as `reasoning_effort`; `none` also as ' +
        '`enable_thinking: false`.',
    ),
    logit_bias: logitBias,
    stop,
    stream: implemented(
      orNull(Type.Boolean({ default: false })),
      'Server-sent events instead of one answer.',
    ),
    stream_options: streamOptions,
    store: implemented(
      orNull(Type.Boolean({ default: false })),
      'The answer can be retrieved later, for as long as `retention-days` says.',
    ),
    metadata,
    prediction: implemented(
      orNull(PredictionContent),
      'Computed ahead where the answer follows it; see [predictions](#predictions).',
    ),
    verbosity: accepted(
      orNull(oneOf('low', 'medium', 'high')),
      'No known chat template reads it.',
    ),
    modalities: refused(orNull(Type.Array(oneOf('text', 'audio'), { minItems: 1 })), {
      note: 'The server answers with text only.',
      code: 'unsupported_value',
      except: [null, ['text']],
    }),
    audio: refused(Type.Unknown(), {
      note: 'The server answers with text only.',
      code: 'unknown_parameter',
      message: "Unknown parameter: 'audio'.",
    }),
    web_search_options: refused(Type.Unknown(), {
      note: 'The server searches nothing.',
      code: null,
      message: 'Web search options not supported with this model.',
    }),
    ...extensionFields,
    ...reasoningFields,
    reasoning_format: extension(
      orNull(oneOf('auto', 'none', 'deepseek')),
      "llama.cpp's field: `none` leaves reasoning in the content, as the model wrote it; the " +
        'others tell it apart, as the default does.',
    ),
    chat_template_kwargs: extension(
      orNull(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 64 })),
      "Variables for the model's chat template, for example `enable_thinking`.",
    ),
  },
  {
    ...closed,
    title: 'ChatCompletionRequest',
    examples: [
      {
        model: 'my-model',
        messages: [{ role: 'user', content: 'Hello!' }],
        stream: true,
      },
    ],
  },
);

export type ChatCompletionRequest = Static<typeof ChatCompletionRequest>;
