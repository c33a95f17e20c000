import { type Static, Type } from 'typebox';
import { closed, orNull, taggedUnion, textOrList } from '../schema/shapes.ts';
import { RefusalPart, TextPart, UserContentPart } from './content-part.ts';
import { ToolCall } from './tool-call.ts';

const notEmpty = { minItems: 1 };
const textContent = textOrList(taggedUnion('type', [TextPart]), notEmpty);
const name = Type.Optional(orNull(Type.String({ maxLength: 512 })));

const DeveloperMessage = Type.Object(
  { role: Type.Literal('developer'), content: textContent, name },
  closed,
);

const SystemMessage = Type.Object(
  { role: Type.Literal('system'), content: textContent, name },
  closed,
);

// OpenAI takes a user message whose content is null or missing as an empty one.
const UserMessage = Type.Object(
  {
    role: Type.Literal('user'),
    content: Type.Optional(orNull(textOrList(UserContentPart, notEmpty))),
    name,
  },
  closed,
);

const AssistantMessage = Type.Object(
  {
    role: Type.Literal('assistant'),
    content: Type.Optional(
      orNull(textOrList(taggedUnion('type', [TextPart, RefusalPart]), notEmpty)),
    ),
    // The reasoning of an earlier answer, in the form of DeepSeek and llama.cpp.
    reasoning_content: Type.Optional(orNull(Type.String())),
    // The same in the form of OpenRouter.
    reasoning: Type.Optional(orNull(Type.String())),
    refusal: Type.Optional(orNull(Type.String())),
    name,
    tool_calls: Type.Optional(orNull(Type.Array(ToolCall))),
    function_call: Type.Optional(
      orNull(Type.Object({ name: Type.String(), arguments: Type.String() }, closed)),
    ),
    // Present in the answers of OpenAI, so clients send them back with the conversation.
    annotations: Type.Optional(orNull(Type.Array(Type.Unknown()))),
    audio: Type.Optional(orNull(Type.Object({ id: Type.String() }))),
  },
  closed,
);

const ToolMessage = Type.Object(
  { role: Type.Literal('tool'), tool_call_id: Type.String(), content: textContent },
  closed,
);

const FunctionMessage = Type.Object(
  { role: Type.Literal('function'), name: Type.String(), content: orNull(Type.String()) },
  closed,
);

/** One message of a conversation. */
export const ChatMessage = taggedUnion('role', [
  DeveloperMessage,
  SystemMessage,
  UserMessage,
  AssistantMessage,
  ToolMessage,
  FunctionMessage,
]);

export type ChatMessage = Static<typeof ChatMessage>;
export type AssistantMessage = Static<typeof AssistantMessage>;
