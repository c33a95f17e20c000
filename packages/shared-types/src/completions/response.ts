import { type Static, Type } from 'typebox';
import { oneOf, orNull } from '../schema/shapes.ts';
import { CompletionUsage } from '../usage.ts';

/** Why a choice of a text completion ended. */
export const CompletionFinishReason = oneOf('stop', 'length', 'content_filter');

/** The log probabilities of a choice's tokens: four lists with one entry per token. */
export const CompletionLogprobs = Type.Object({
  tokens: Type.Array(Type.String()),
  token_logprobs: Type.Array(Type.Number()),
  top_logprobs: Type.Array(Type.Record(Type.String(), Type.Number())),
  text_offset: Type.Array(Type.Integer()),
});

const CompletionChoice = Type.Object({
  text: Type.String(),
  index: Type.Integer(),
  logprobs: orNull(CompletionLogprobs),
  finish_reason: CompletionFinishReason,
});

/** The answer to `POST /v1/completions` without `stream`. */
export const Completion = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('text_completion'),
    created: Type.Integer(),
    model: Type.String(),
    choices: Type.Array(CompletionChoice),
    usage: CompletionUsage,
    system_fingerprint: Type.String(),
  },
  { title: 'Completion' },
);

export type CompletionFinishReason = Static<typeof CompletionFinishReason>;
export type CompletionLogprobs = Static<typeof CompletionLogprobs>;
export type CompletionChoice = Static<typeof CompletionChoice>;
export type Completion = Static<typeof Completion>;
