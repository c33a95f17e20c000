import { Type } from 'typebox';
import { extension } from './request-field.ts';
import { orNull } from './shapes.ts';

const maxInt32 = 2_147_483_647;

const fraction = orNull(Type.Number({ minimum: 0, maximum: 1 }));
const notNegative = orNull(Type.Number({ minimum: 0, maximum: 1000 }));
const lastTokens = orNull(Type.Integer({ minimum: -1, maximum: maxInt32 }));

/**
 * How llama.cpp and vLLM choose tokens beside what OpenAI has, under llama.cpp's names, and vLLM's
 * where they differ.
 */
export const samplerFields = {
  top_k: extension(
    orNull(Type.Integer({ minimum: -1, maximum: maxInt32 })),
    'Keep the k most probable tokens; 0 and -1 keep all.',
  ),
  min_p: extension(
    fraction,
    'Drop tokens less probable than this share of the best one.',
  ),
  typical_p: extension(
    orNull(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    'Locally typical sampling; 1 is off.',
  ),
  top_n_sigma: extension(
    orNull(Type.Number({ minimum: -1, maximum: 1000 })),
    'Keep tokens whose logits are at most so many standard deviations below the best; -1 and ' +
      '0 are off.',
  ),
  xtc_probability: extension(
    fraction,
    'XTC: how often, of the tokens above `xtc_threshold`, only the least probable is kept; 0 ' +
      'is off.',
  ),
  xtc_threshold: extension(fraction, 'Default 0.1; above 0.5 XTC is off.'),
  dynatemp_range: extension(
    notNegative,
    'The temperature moves by up to so much either way with the entropy; 0 is off.',
  ),
  dynatemp_exponent: extension(
    notNegative,
    'How entropy becomes temperature; default 1.',
  ),
  mirostat: extension(
    orNull(Type.Integer({ minimum: 0, maximum: 2 })),
    'Mirostat of that version draws, and what cuts off tokens has no effect; 0 is off.',
  ),
  mirostat_tau: extension(
    notNegative,
    'The surprise that Mirostat aims at, in bits; default 5.',
  ),
  mirostat_eta: extension(notNegative, 'How fast Mirostat learns; default 0.1.'),
  adaptive_target: extension(
    orNull(Type.Number({ minimum: -1, maximum: 1 })),
    'Prefer tokens of about this probability; negative is off.',
  ),
  adaptive_decay: extension(
    orNull(Type.Number({ minimum: 0, maximum: 0.99 })),
    'How much of what was drawn before counts for that; default 0.9.',
  ),
  dry_multiplier: extension(
    notNegative,
    'DRY: the penalty of a token that makes a repetition too long; 0 is off.',
  ),
  dry_base: extension(
    orNull(Type.Number({ minimum: 1, maximum: 1000 })),
    'How much more each further token of a repetition costs; default 1.75.',
  ),
  dry_allowed_length: extension(
    orNull(Type.Integer({ minimum: 0, maximum: maxInt32 })),
    'How long a repetition may be at no cost; default 2.',
  ),
  dry_penalty_last_n: extension(
    lastTokens,
    'Among how many of the last tokens DRY looks; -1, the default: all.',
  ),
  dry_sequence_breakers: extension(
    orNull(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })),
    'Texts that no repetition reaches beyond; default line end, colon, quote and asterisk.',
  ),
  repetition_penalty: extension(
    orNull(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
    'Divides the logits of tokens seen in prompt or answer; 1 is off.',
  ),
  repeat_penalty: extension(
    orNull(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
    "llama.cpp's spelling of `repetition_penalty`, which wins if both are given.",
  ),
  repeat_last_n: extension(
    lastTokens,
    'How many of the last tokens `repetition_penalty` looks at; -1, the default: all.',
  ),
};

/** The name of one of them. */
export type SamplerField = keyof typeof samplerFields;
