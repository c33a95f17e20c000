import { type Static, Type } from 'typebox';
import { oneOf } from '../schema/shapes.ts';

const InfillTimings = Type.Object({
  cache_n: Type.Integer({
    description: 'Tokens of the prompt that were found in the cache.',
  }),
  prompt_n: Type.Integer({ description: 'Tokens of the prompt that were computed.' }),
  prompt_ms: Type.Number(),
  prompt_per_token_ms: Type.Number(),
  prompt_per_second: Type.Number(),
  predicted_n: Type.Integer(),
  predicted_ms: Type.Number(),
  predicted_per_token_ms: Type.Number(),
  predicted_per_second: Type.Number(),
});

const chunkFields = {
  index: Type.Integer(),
  content: Type.String(),
  tokens: Type.Array(Type.Integer(), { maxItems: 0 }),
  id_slot: Type.Integer({ description: '-1: any place is as good as any other.' }),
  tokens_evaluated: Type.Integer({ description: 'Of the whole prompt.' }),
};

/** One event of the answer to `POST /infill` with `stream: true`, but for the last. */
export const InfillChunk = Type.Object(
  { ...chunkFields, stop: Type.Literal(false) },
  { title: 'InfillChunk' },
);

/** The answer to `POST /infill`, or with `response_fields` some of it; the last event of a stream. */
export const Infill = Type.Object(
  {
    ...chunkFields,
    stop: Type.Literal(true),
    model: Type.String(),
    tokens_predicted: Type.Integer(),
    has_new_line: Type.Boolean(),
    truncated: Type.Boolean({ description: 'The context length came to its end.' }),
    stop_type: oneOf('eos', 'word', 'limit'),
    stopping_word: Type.String(),
    tokens_cached: Type.Integer({
      description: 'Of prompt and answer, for who comes next.',
    }),
    timings: InfillTimings,
  },
  { title: 'Infill' },
);

export type InfillTimings = Static<typeof InfillTimings>;
export type InfillChunk = Static<typeof InfillChunk>;
export type Infill = Static<typeof Infill>;
