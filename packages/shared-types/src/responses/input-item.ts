import { type Static, type TUnsafe, Type } from 'typebox';
import { closed, oneOf, orNull, taggedUnion, textOrList } from '../schema/shapes.ts';
import { InputPart, ReturnedPart } from './content-part.ts';

const id = Type.Optional(orNull(Type.String({ minLength: 1, maxLength: 128 })));
const status = Type.Optional(orNull(oneOf('in_progress', 'completed', 'incomplete')));
const phase = Type.Optional(orNull(oneOf('commentary', 'final_answer')));
const callId = Type.String({ minLength: 1, maxLength: 64 });
const name = Type.String({ minLength: 1, maxLength: 128 });
const namespace = Type.Optional(orNull(Type.String()));
/** Who called a tool: the model itself, or a program of its own. */
const caller = Type.Optional(orNull(Type.Record(Type.String(), Type.Unknown())));
const isAsync = Type.Optional(Type.Boolean());
const messageType = Type.Optional(Type.Literal('message'));

function inputMessage<const Role extends string>(role: Role) {
  return Type.Object(
    {
      type: messageType,
      id,
      role: Type.Literal(role),
      content: textOrList(InputPart),
      status,
      phase,
    },
    closed,
  );
}

const AssistantMessage = Type.Object(
  {
    type: messageType,
    id,
    role: Type.Literal('assistant'),
    content: textOrList(ReturnedPart),
    status,
    phase,
  },
  closed,
);

/** A message, with `type` or without. */
const Message = taggedUnion('role', [
  inputMessage('user'),
  inputMessage('system'),
  inputMessage('developer'),
  AssistantMessage,
]);

const FunctionCall = Type.Object(
  {
    type: Type.Literal('function_call'),
    id,
    call_id: callId,
    name,
    arguments: Type.String(),
    namespace,
    caller,
    async: isAsync,
    status,
  },
  closed,
);

const FunctionCallOutput = Type.Object(
  {
    type: Type.Literal('function_call_output'),
    id,
    call_id: callId,
    output: textOrList(InputPart),
    name: Type.Optional(orNull(Type.String())),
    namespace,
    caller,
    status,
  },
  closed,
);

const CustomToolCall = Type.Object(
  {
    type: Type.Literal('custom_tool_call'),
    id,
    call_id: callId,
    name,
    input: Type.String(),
    namespace,
    caller,
    async: isAsync,
    status,
  },
  closed,
);

const CustomToolCallOutput = Type.Object(
  {
    type: Type.Literal('custom_tool_call_output'),
    id,
    call_id: callId,
    output: textOrList(InputPart),
    caller,
    status,
  },
  closed,
);

const Reasoning = Type.Object(
  {
    type: Type.Literal('reasoning'),
    id,
    summary: Type.Array(
      Type.Object({ type: Type.Literal('summary_text'), text: Type.String() }, closed),
    ),
    content: Type.Optional(
      orNull(
        Type.Array(
          Type.Object(
            { type: Type.Literal('reasoning_text'), text: Type.String() },
            closed,
          ),
        ),
      ),
    ),
    encrypted_content: Type.Optional(orNull(Type.String())),
    status,
  },
  closed,
);

const Compaction = Type.Object(
  { type: Type.Literal('compaction'), id, encrypted_content: Type.String() },
  closed,
);

/** The item of an earlier response or of a conversation, by its id alone. */
const ItemReference = Type.Object(
  {
    type: Type.Optional(orNull(Type.Literal('item_reference'))),
    id: Type.String({ minLength: 1, maxLength: 128 }),
  },
  closed,
);

const TypedItemReference = Type.Object(
  { ...ItemReference.properties, type: Type.Literal('item_reference') },
  closed,
);

/** Items of tools that OpenAI hosts and this server does not. */
export const hostedItemTypes = [
  'additional_tools',
  'apply_patch_call',
  'apply_patch_call_output',
  'code_interpreter_call',
  'compaction_trigger',
  'computer_call',
  'computer_call_output',
  'configuration_update',
  'file_search_call',
  'image_generation_call',
  'local_shell_call',
  'local_shell_call_output',
  'mcp_approval_request',
  'mcp_approval_response',
  'mcp_call',
  'mcp_list_tools',
  'program',
  'program_output',
  'shell_call',
  'shell_call_output',
  'tool_search_call',
  'tool_search_output',
  'web_search_call',
] as const;

type HostedItemType = (typeof hostedItemTypes)[number];

function hostedItem<const Name extends HostedItemType>(type: Name) {
  return Type.Object({ type: Type.Literal(type) }, { additionalProperties: true });
}

const byType = taggedUnion('type', [
  Type.Object({ type: Type.Literal('message') }),
  FunctionCall,
  FunctionCallOutput,
  CustomToolCall,
  CustomToolCallOutput,
  Reasoning,
  Compaction,
  TypedItemReference,
  ...hostedItemTypes.map(hostedItem),
]);

export type InputMessage = Static<typeof Message>;
export type FunctionCall = Static<typeof FunctionCall>;
export type FunctionCallOutput = Static<typeof FunctionCallOutput>;
export type CustomToolCall = Static<typeof CustomToolCall>;
export type CustomToolCallOutput = Static<typeof CustomToolCallOutput>;
export type ReasoningItem = Static<typeof Reasoning>;
export type CompactionItem = Static<typeof Compaction>;
export type ItemReference = Static<typeof ItemReference>;
export interface HostedItem {
  readonly type: HostedItemType;
}

export type InputItem =
  | InputMessage
  | FunctionCall
  | FunctionCallOutput
  | CustomToolCall
  | CustomToolCallOutput
  | ReasoningItem
  | CompactionItem
  | ItemReference
  | HostedItem;

/**
 * One thing a model is to read: a message, a call of a tool or what came of it, reasoning, or
 * the summary of what came before.
 *
 * A message may leave out its type, and so may the reference to an item: who has a role or
 * content, or nothing at all, is taken for a message.
 */
export const InputItem: TUnsafe<InputItem> = Type.Unsafe<InputItem>({
  type: 'object',
  if: { properties: { type: { enum: ['message', null] } } },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: {
    if: {
      required: ['id'],
      not: { anyOf: [{ required: ['role'] }, { required: ['content'] }] },
    },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: ItemReference,
    else: Message,
  },
  else: byType,
});
