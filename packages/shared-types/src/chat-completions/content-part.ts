import { type Static, Type } from 'typebox';
import { closed, oneOf, taggedUnion } from '../schema/shapes.ts';

const promptCacheBreakpoint = Type.Optional(
  Type.Object(
    { mode: oneOf('explicit'), ttl: Type.Optional(oneOf('30m', '12h')) },
    closed,
  ),
);

export const TextPart = Type.Object(
  {
    type: Type.Literal('text'),
    text: Type.String(),
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

export const RefusalPart = Type.Object(
  { type: Type.Literal('refusal'), refusal: Type.String() },
  closed,
);

const ImagePart = Type.Object(
  {
    type: Type.Literal('image_url'),
    image_url: Type.Object(
      {
        url: Type.String({ minLength: 1 }),
        detail: Type.Optional(oneOf('auto', 'low', 'high', 'original')),
      },
      closed,
    ),
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

const AudioPart = Type.Object(
  {
    type: Type.Literal('input_audio'),
    input_audio: Type.Object(
      { data: Type.String(), format: oneOf('wav', 'mp3') },
      closed,
    ),
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

const FilePart = Type.Object(
  {
    type: Type.Literal('file'),
    file: Type.Object(
      {
        filename: Type.Optional(Type.String()),
        file_data: Type.Optional(Type.String()),
        file_id: Type.Optional(Type.String()),
      },
      closed,
    ),
    prompt_cache_breakpoint: promptCacheBreakpoint,
  },
  closed,
);

/** A piece of a user message. Which kinds a model can read is for the server to say. */
export const UserContentPart = taggedUnion('type', [
  TextPart,
  ImagePart,
  AudioPart,
  FilePart,
]);

export type TextPart = Static<typeof TextPart>;
export type RefusalPart = Static<typeof RefusalPart>;
export type UserContentPart = Static<typeof UserContentPart>;
