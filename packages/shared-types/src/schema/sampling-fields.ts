import { Type } from 'typebox';
import { lora } from '../adapters/adapter-scale.ts';
import { extension, implemented } from './request-field.ts';
import { samplerFields } from './sampler-fields.ts';
import { closed, orNull, textOrList } from './shapes.ts';

const maxInt32 = 2_147_483_647;

/** A count of tokens to generate. */
export const tokenLimit = Type.Integer({ minimum: 1, maximum: maxInt32 });

export const numberOfChoices = implemented(
  orNull(Type.Integer({ minimum: 1, maximum: 128, default: 1 })),
  'Independent answers to the same prompt.',
);

export const temperature = implemented(
  orNull(Type.Number({ minimum: 0, maximum: 2 })),
  "0 takes the most probable token. Default: the model file's own, else 1.",
);

export const topP = implemented(
  orNull(Type.Number({ minimum: 0, maximum: 1 })),
  "Default: the model file's own, else 1.",
);

export const presencePenalty = implemented(
  orNull(Type.Number({ minimum: -2, maximum: 2, default: 0 })),
  'Over the whole generated text; the prompt does not count.',
);

export const frequencyPenalty = implemented(
  orNull(Type.Number({ minimum: -2, maximum: 2, default: 0 })),
  'Over the whole generated text; the prompt does not count.',
);

export const seed = implemented(
  orNull(Type.Integer({ minimum: -(2 ** 63), maximum: 2 ** 63 })),
  'Equal seeds repeat an answer for equal requests on the same server.',
);

export const stop = implemented(
  orNull(textOrList(Type.String({ maxLength: 256 }), { maxLength: 256, maxItems: 4 })),
  'Up to 4 texts of 256 characters; empty ones are left out. The matched text is not ' +
    'part of the answer.',
);

export const logitBias = implemented(
  orNull(
    Type.Record(Type.String(), Type.Number({ minimum: -100, maximum: 100 }), {
      maxProperties: 1024,
      propertyNames: { pattern: '^[0-9]{1,10}$' },
    }),
  ),
  "Keys are token ids of the served model's own tokenizer; up to 1024 of them.",
);

export const streamOptions = implemented(
  orNull(
    Type.Object(
      {
        include_usage: implemented(
          Type.Boolean(),
          'Every chunk carries `usage: null`, one more chunk at the end the figures.',
        ),
        include_obfuscation: implemented(
          Type.Boolean({ default: true }),
          'Pads every chunk to a multiple of 16 characters; `false` leaves that out.',
        ),
      },
      closed,
    ),
  ),
  'Only together with `stream: true`.',
);

export const priority = extension(
  orNull(Type.Integer({ minimum: -maxInt32, maximum: maxInt32 })),
  "Lower is earlier, as in vLLM; 0 is everybody's. How low it may be is set by " +
    '`earliest-priority`. Wins over `service_tier`.',
);

/**
 * Fields that OpenAI does not have and that users of vLLM and llama.cpp send beside its
 * own. They go to chat and text completions alike.
 */
export const extensionFields = {
  ...samplerFields,
  ignore_eos: extension(
    orNull(Type.Boolean()),
    'Never choose an end-of-generation token.',
  ),
  grammar: extension(
    orNull(Type.String({ minLength: 1, maxLength: 4_194_304 })),
    'A grammar in GBNF that the answer keeps to; not together with another form.',
  ),
  json_schema: extension(
    orNull(Type.Record(Type.String(), Type.Unknown())),
    'A JSON Schema that the answer keeps to, as `response_format` without `strict`.',
  ),
  min_tokens: extension(
    orNull(Type.Integer({ minimum: 0, maximum: maxInt32 })),
    'Nothing ends the answer before this many tokens.',
  ),
  lora,
  priority,
};
