import { type Static, Type } from 'typebox';
import { orNull } from '../schema/shapes.ts';
import { CompletionUsage } from '../usage.ts';
import { CompletionFinishReason, CompletionLogprobs } from './response.ts';

const CompletionChunkChoice = Type.Object({
  text: Type.String(),
  index: Type.Integer(),
  logprobs: orNull(CompletionLogprobs),
  finish_reason: orNull(CompletionFinishReason),
});

/** One event of the answer to `POST /v1/completions` with `stream: true`. */
export const CompletionChunk = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('text_completion'),
    created: Type.Integer(),
    model: Type.String(),
    choices: Type.Array(CompletionChunkChoice, { maxItems: 1 }),
    system_fingerprint: Type.String(),
    // Absent unless asked for; then null in every chunk but the last.
    usage: Type.Optional(orNull(CompletionUsage)),
    obfuscation: Type.Optional(Type.String()),
  },
  { title: 'CompletionChunk' },
);

export type CompletionChunk = Static<typeof CompletionChunk>;
