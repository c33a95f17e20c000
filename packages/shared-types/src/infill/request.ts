import { type Static, Type } from 'typebox';
import { accepted, implemented, refused, required } from '../schema/request-field.ts';
import {
  extensionFields,
  frequencyPenalty,
  logitBias,
  presencePenalty,
  seed,
  temperature,
  topP,
} from '../schema/sampling-fields.ts';
import { samplerFields } from '../schema/sampler-fields.ts';
import { closed, orNull } from '../schema/shapes.ts';

const maxInt32 = 2_147_483_647;

/** Clients note more on a file, such as when they saw it. */
const InfillFile = Type.Object({
  text: Type.String(),
  filename: Type.Optional(Type.String({ maxLength: 4096 })),
});

/** The body of `POST /infill`, as llama.cpp has it. */
export const InfillRequest = Type.Object(
  {
    model: implemented(
      orNull(Type.String({ minLength: 1 })),
      'May be left out: there is one model.',
    ),
    input_prefix: required(Type.String(), 'What comes before the place to be filled.'),
    input_suffix: required(Type.String(), 'What comes after it.'),
    input_extra: implemented(
      orNull(Type.Array(InfillFile, { maxItems: 1024 })),
      'Other files, each with `text` and `filename`, in front of all.',
    ),
    prompt: implemented(
      orNull(Type.String()),
      'The last of what comes before, of which nothing is left out: the beginning of a line.',
    ),
    n_predict: implemented(
      orNull(Type.Integer({ minimum: -1, maximum: maxInt32 })),
      'Most tokens; -1, the default: what is left of the context length. 0 reads what is given, so ' +
        'that it is cached.',
    ),
    n_indent: implemented(
      orNull(Type.Integer({ minimum: 0, maximum: maxInt32 })),
      'Ends before a line that is indented by less.',
    ),
    t_max_predict_ms: implemented(
      orNull(Type.Integer({ minimum: -1, maximum: maxInt32 })),
      'Ends with the first line end after so long.',
    ),
    stop: implemented(
      orNull(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 64 })),
      'Up to 64 texts. The matched text is not part of the answer.',
    ),
    stream: implemented(
      orNull(Type.Boolean({ default: false })),
      'Server-sent events instead of one answer.',
    ),
    response_fields: implemented(
      orNull(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 64 })),
      'What of the answer to send, inner fields by a path such as `timings/prompt_n`.',
    ),
    temperature,
    top_p: topP,
    ...samplerFields,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    seed,
    logit_bias: logitBias,
    ignore_eos: extensionFields.ignore_eos,
    grammar: extensionFields.grammar,
    json_schema: extensionFields.json_schema,
    lora: extensionFields.lora,
    priority: extensionFields.priority,
    cache_prompt: accepted(
      orNull(Type.Boolean()),
      'Shared prefixes are found and reused without being asked.',
    ),
    id_slot: accepted(orNull(Type.Integer()), 'Any place is as good as any other.'),
    samplers: accepted(
      orNull(Type.Array(Type.String(), { maxItems: 64 })),
      "Samplers have one order. There is none by llama.cpp's name `infill`.",
    ),
    t_max_prompt_ms: accepted(
      orNull(Type.Integer({ minimum: -1, maximum: maxInt32 })),
      'As in llama-server.',
    ),
    n_probs: refused(orNull(Type.Integer()), {
      note: 'For log probabilities there is `suffix` on `/v1/completions`.',
      code: 'unsupported_parameter',
      except: [null, 0],
    }),
    return_tokens: refused(orNull(Type.Boolean()), {
      note: 'The answer is text.',
      code: 'unsupported_parameter',
      except: [null, false],
    }),
  },
  {
    ...closed,
    title: 'InfillRequest',
    examples: [
      { input_prefix: 'def add(a, b):\n    ', input_suffix: '\n', n_predict: 32 },
    ],
  },
);

export type InfillRequest = Static<typeof InfillRequest>;
