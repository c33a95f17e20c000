import { type Static, Type } from 'typebox';
import { implemented, refused, required } from '../schema/request-field.ts';
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
import { user } from '../schema/service-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';

const tokenIds = Type.Array(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }), {
  minItems: 1,
});

/** A text, several texts, the tokens of one prompt, or those of several. */
export const CompletionPrompt = Type.Union([
  Type.String(),
  Type.Array(Type.String(), { minItems: 1 }),
  tokenIds,
  Type.Array(tokenIds, { minItems: 1 }),
  Type.Null(),
]);

/** The body of `POST /v1/completions`. */
export const CompletionRequest = Type.Object(
  {
    model: required(Type.String({ minLength: 1 }), 'The id that `GET /v1/models` lists.'),
    prompt: required(
      CompletionPrompt,
      'Text, a list of texts, token ids, or a list of those; at most 128 answers in all.',
    ),
    best_of: refused(orNull(Type.Integer({ minimum: 0, maximum: 20 })), {
      note: 'Answers are not ranked; ask for `n` of them.',
      code: 'unsupported_parameter',
      except: [null, 1],
    }),
    echo: refused(orNull(Type.Boolean()), {
      note: 'The prompt is not repeated yet.',
      code: 'unsupported_parameter',
      except: [null, false],
    }),
    frequency_penalty: frequencyPenalty,
    logit_bias: logitBias,
    logprobs: implemented(
      orNull(Type.Integer({ minimum: 0, maximum: 5 })),
      'In the form of this endpoint: `tokens`, `token_logprobs`, `top_logprobs` and ' +
        '`text_offset`, which counts characters from the start of the answer.',
    ),
    max_tokens: implemented(orNull(tokenLimit), 'Default 16.'),
    n: numberOfChoices,
    presence_penalty: presencePenalty,
    seed,
    stop,
    stream: implemented(
      orNull(Type.Boolean({ default: false })),
      'Server-sent events instead of one answer.',
    ),
    stream_options: streamOptions,
    suffix: implemented(
      orNull(Type.String()),
      'What comes after: the answer fills the place between prompt and suffix, where names of ' +
        'special tokens are text then. Empty: as left out. Models whose vocabulary has no tokens ' +
        'for it are refused with `unsupported_parameter`; Qwen2.5-Coder, StarCoder2, ' +
        'DeepSeek-Coder and others have them.',
    ),
    temperature,
    top_p: topP,
    user,
    ...extensionFields,
  },
  {
    ...closed,
    title: 'CompletionRequest',
    examples: [{ model: 'my-model', prompt: 'Once upon a time', max_tokens: 40 }],
  },
);

export type CompletionPrompt = Static<typeof CompletionPrompt>;
export type CompletionRequest = Static<typeof CompletionRequest>;
