import { type Static, Type } from 'typebox';
import { ChatMessage } from '../chat-completions/message.ts';
import { Tool } from '../chat-completions/tool.ts';
import {
  accepted,
  extension,
  implemented,
  refused,
  required,
} from '../schema/request-field.ts';
import { closed, oneOf, orNull } from '../schema/shapes.ts';

/** Longer text is no prompt for any model, and tokenising it would only cost time. */
const text = Type.String({ maxLength: 4_194_304 });

const model = implemented(
  orNull(Type.String({ minLength: 1 })),
  'May be left out: there is one model.',
);

const messages = Type.Array(ChatMessage, { minItems: 1, maxItems: 2048 });

const templateFields = {
  chat_template_kwargs: extension(
    orNull(Type.Record(Type.String(), Type.Unknown(), { maxProperties: 64 })),
    "Variables for the model's chat template, for example `enable_thinking`.",
  ),
  add_generation_prompt: refused(orNull(Type.Boolean()), {
    note: 'The text always ends where the answer begins.',
    code: 'unsupported_value',
    except: [null, true],
  }),
  continue_final_message: refused(orNull(Type.Boolean()), {
    note: 'The text always ends where the answer begins.',
    code: 'unsupported_value',
    except: [null, false],
  }),
  chat_template: refused(orNull(Type.String()), {
    note: "The model's own template is used.",
    code: 'unsupported_parameter',
  }),
  tools: implemented(
    orNull(Type.Array(Tool, { maxItems: 128 })),
    'As in chat completions: they are part of what the model reads.',
  ),
};

const noPieces = {
  note: 'Tokens are told by their ids only.',
  code: 'unsupported_value',
  except: [null, false],
} as const;

/** The body of `POST /tokenize`: llama.cpp's with `content`, else vLLM's. */
export const TokenizeRequest = Type.Object(
  {
    model,
    content: implemented(text, "A text, in llama.cpp's form."),
    add_special: implemented(
      Type.Boolean({ default: false }),
      "With `content`: put the model's begin and end tokens around it. Default false.",
    ),
    parse_special: implemented(
      Type.Boolean({ default: true }),
      'With `content`: recognise special tokens written in it. Default true.',
    ),
    with_pieces: refused(orNull(Type.Boolean()), noPieces),
    prompt: implemented(text, "A text, in vLLM's form."),
    add_special_tokens: implemented(
      Type.Boolean(),
      "With `prompt`: put the model's begin and end tokens around it. Default true. With " +
        '`messages` the begin token is there once, whatever this says.',
    ),
    return_token_strs: refused(orNull(Type.Boolean()), noPieces),
    messages: implemented(messages, "A conversation, in vLLM's form."),
    ...templateFields,
  },
  { ...closed, title: 'TokenizeRequest', examples: [{ content: 'Hello world' }] },
);

/** The body of `POST /detokenize`, llama.cpp's and vLLM's. */
export const DetokenizeRequest = Type.Object(
  {
    model,
    tokens: required(
      Type.Array(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }), {
        maxItems: 1_048_576,
      }),
      'Token ids of the served model.',
    ),
  },
  { ...closed, title: 'DetokenizeRequest' },
);

/** The body of `POST /apply-template`. */
export const ApplyTemplateRequest = Type.Object(
  {
    model,
    messages: required(messages, 'As in a chat completion.'),
    reasoning_effort: implemented(
      orNull(oneOf('none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max')),
      'As in a chat completion.',
    ),
    ...templateFields,
    stream: accepted(orNull(Type.Boolean()), 'Nothing is generated.'),
  },
  { ...closed, title: 'ApplyTemplateRequest' },
);

export type TokenizeRequest = Static<typeof TokenizeRequest>;
export type DetokenizeRequest = Static<typeof DetokenizeRequest>;
export type ApplyTemplateRequest = Static<typeof ApplyTemplateRequest>;
