import { type Static, Type } from 'typebox';
import { closed, oneOf, orNull, taggedUnion } from '../schema/shapes.ts';

const promptCacheBreakpoint = Type.Optional(
  orNull(
    Type.Object(
      { mode: oneOf('explicit'), ttl: Type.Optional(oneOf('30m', '12h')) },
      closed,
    ),
  ),
);

const maybeText = Type.Optional(orNull(Type.String()));

const InputTextPart = Type.Object(
  {
    type: Type.Literal('input_text'),
    text: Type.String(),
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

const InputImagePart = Type.Object(
  {
    type: Type.Literal('input_image'),
    detail: Type.Optional(orNull(oneOf('low', 'high', 'auto', 'original'))),
    image_url: maybeText,
    file_id: maybeText,
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

const InputFilePart = Type.Object(
  {
    type: Type.Literal('input_file'),
    detail: Type.Optional(oneOf('auto', 'low', 'high')),
    file_data: maybeText,
    file_id: maybeText,
    file_url: maybeText,
    filename: maybeText,
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

/** A piece of what a model is to read. Which kinds it can read is for the server to say. */
export const InputPart = taggedUnion('type', [
  InputTextPart,
  InputImagePart,
  InputFilePart,
]);

/** Text of an earlier answer, sent back. Annotations and probabilities are not looked at. */
const ReturnedTextPart = Type.Object(
  {
    type: Type.Literal('output_text'),
    text: Type.String(),
    annotations: Type.Optional(orNull(Type.Array(Type.Unknown()))),
    logprobs: Type.Optional(orNull(Type.Array(Type.Unknown()))),
  },
  closed,
);

const RefusalPart = Type.Object(
  { type: Type.Literal('refusal'), refusal: Type.String() },
  closed,
);

/** A piece of an earlier answer. */
export const ReturnedPart = taggedUnion('type', [ReturnedTextPart, RefusalPart]);

export type InputPart = Static<typeof InputPart>;
export type ReturnedPart = Static<typeof ReturnedPart>;
