import { type Static, Type } from 'typebox';
import { orNull } from '../schema/shapes.ts';

const tokenProbability = {
  token: Type.String(),
  logprob: Type.Number(),
  // A token may be part of a character; the bytes say which part.
  bytes: orNull(Type.Array(Type.Integer())),
};

export const ChatTokenLogprob = Type.Object({
  ...tokenProbability,
  top_logprobs: Type.Array(Type.Object(tokenProbability)),
});

/** The log probabilities of a choice's tokens. */
export const ChatLogprobs = Type.Object({
  content: orNull(Type.Array(ChatTokenLogprob)),
  refusal: orNull(Type.Array(ChatTokenLogprob)),
});

export type ChatTokenLogprob = Static<typeof ChatTokenLogprob>;
export type ChatLogprobs = Static<typeof ChatLogprobs>;
