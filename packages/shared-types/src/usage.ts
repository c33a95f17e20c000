import { type Static, Type } from 'typebox';

/** How many tokens a request took. One count for all of its choices. */
export const CompletionUsage = Type.Object(
  {
    prompt_tokens: Type.Integer(),
    completion_tokens: Type.Integer(),
    total_tokens: Type.Integer(),
    prompt_tokens_details: Type.Object({
      cached_tokens: Type.Integer(),
      audio_tokens: Type.Integer(),
    }),
    completion_tokens_details: Type.Object({
      reasoning_tokens: Type.Integer(),
      audio_tokens: Type.Integer(),
      accepted_prediction_tokens: Type.Integer(),
      rejected_prediction_tokens: Type.Integer(),
    }),
  },
  { title: 'CompletionUsage' },
);

export type CompletionUsage = Static<typeof CompletionUsage>;
