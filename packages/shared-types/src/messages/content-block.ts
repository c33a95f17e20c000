import { type Static, Type } from 'typebox';
import { closed, oneOf, orNull, taggedUnion, textOrList } from '../schema/shapes.ts';

/** Where Anthropic's cache ends. Shared prefixes are found here without being told. */
export const CacheControl = orNull(
  Type.Object(
    { type: oneOf('ephemeral'), ttl: Type.Optional(oneOf('5m', '1h')) },
    closed,
  ),
);

export const TextBlockParam = Type.Object(
  {
    type: Type.Literal('text'),
    text: Type.String({ minLength: 1 }),
    cache_control: Type.Optional(CacheControl),
    citations: Type.Optional(orNull(Type.Array(Type.Unknown()))),
  },
  closed,
);

/** A call the model made in an earlier turn. */
const ToolUseBlockParam = Type.Object({
  type: Type.Literal('tool_use'),
  id: Type.String({ minLength: 1 }),
  name: Type.String({ minLength: 1 }),
  input: Type.Unknown(),
  cache_control: Type.Optional(CacheControl),
});

const ThinkingBlockParam = Type.Object(
  {
    type: Type.Literal('thinking'),
    thinking: Type.String(),
    signature: Type.String(),
  },
  closed,
);

const RedactedThinkingBlockParam = Type.Object(
  { type: Type.Literal('redacted_thinking'), data: Type.String() },
  closed,
);

/** Where its bytes are. Only those in the request itself are taken. */
const ImageSource = Type.Object({
  type: oneOf('base64', 'url', 'file'),
  media_type: Type.Optional(Type.String()),
  data: Type.Optional(Type.String()),
});

const ImageBlockParam = Type.Object({
  type: Type.Literal('image'),
  source: ImageSource,
  cache_control: Type.Optional(CacheControl),
});

/** Blocks that no model here can read. Only their kind matters: they are refused by it. */
const DocumentBlockParam = Type.Object({ type: Type.Literal('document') });
const SearchResultBlockParam = Type.Object({ type: Type.Literal('search_result') });

const ToolResultBlockParam = Type.Object({
  type: Type.Literal('tool_result'),
  tool_use_id: Type.String({ minLength: 1 }),
  content: Type.Optional(
    textOrList(
      taggedUnion('type', [
        TextBlockParam,
        ImageBlockParam,
        DocumentBlockParam,
        SearchResultBlockParam,
      ]),
    ),
  ),
  is_error: Type.Optional(Type.Boolean()),
  cache_control: Type.Optional(CacheControl),
});

export const MessageBlockParam = taggedUnion('type', [
  TextBlockParam,
  ImageBlockParam,
  DocumentBlockParam,
  SearchResultBlockParam,
  ThinkingBlockParam,
  RedactedThinkingBlockParam,
  ToolUseBlockParam,
  ToolResultBlockParam,
]);

export type TextBlockParam = Static<typeof TextBlockParam>;
export type ToolResultBlockParam = Static<typeof ToolResultBlockParam>;
export type MessageBlockParam = Static<typeof MessageBlockParam>;
export type ImageBlockParam = Static<typeof ImageBlockParam>;
