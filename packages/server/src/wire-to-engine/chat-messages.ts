import type { ChatMessage, ChatToolCall } from '@samewire/engine';
import type {
  AssistantMessage,
  ChatMessage as WireMessage,
  RefusalPart,
  TextPart,
  ToolCall,
  UserContentPart,
} from '@samewire/shared-types';
import { quoted, WireError } from '../errors/wire-error.ts';
import { customArgument } from './offered-tools.ts';

/**
 * The conversation as chat templates know it.
 *
 * @throws WireError for parts that are not text, and for messages that answer nothing.
 */
export function toChatMessages(messages: readonly WireMessage[]): ChatMessage[] {
  requireAnswers(messages);
  const toolNames = new Map<string, string>();
  return messages.map((message, index) => {
    switch (message.role) {
      case 'developer':
      case 'system':
      case 'user':
        return {
          // Templates know the older word only.
          role: message.role === 'developer' ? 'system' : message.role,
          content: toText(message.content ?? '', index),
        };
      case 'assistant':
        return toAssistantMessage(message, index, toolNames);
      case 'tool':
        return {
          role: 'tool',
          content: toText(message.content, index),
          toolCallId: message.tool_call_id,
          toolName: requireCall(message.tool_call_id, toolNames, index),
        };
      case 'function':
        return { role: 'tool', content: message.content ?? '', toolName: message.name };
    }
  });
}

/** Every call has to be answered before anything else is said. */
function requireAnswers(messages: readonly WireMessage[]): void {
  let open = new Set<string>();
  for (const message of [...messages, undefined]) {
    if (message?.role === 'tool') open.delete(message.tool_call_id);
    else if (open.size > 0) throw unanswered(open);
    else if (message?.role === 'assistant')
      open = new Set((message.tool_calls ?? []).map(({ id }) => id));
  }
}

function unanswered(ids: ReadonlySet<string>): WireError {
  return new WireError(
    "An assistant message with 'tool_calls' must be followed by tool messages responding to " +
      "each 'tool_call_id'. The following tool_call_ids did not have response messages: " +
      [...ids].map(quoted).join(', '),
    { param: 'messages' },
  );
}

function toAssistantMessage(
  message: AssistantMessage,
  index: number,
  toolNames: Map<string, string>,
): ChatMessage {
  const toolCalls = toToolCalls(message);
  for (const { id, name } of toolCalls) toolNames.set(id, name);
  const content = message.content ?? message.refusal;
  const reasoning = message.reasoning_content ?? message.reasoning;
  if (content == null && toolCalls.length === 0)
    throw new WireError(
      `Invalid 'messages[${index}]': an assistant message must have either 'content' or 'tool_calls'.`,
      { param: `messages[${index}]`, code: 'invalid_value' },
    );
  return {
    role: 'assistant',
    content: toText(content ?? '', index),
    ...(reasoning == null ? {} : { reasoning }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

function toToolCalls(message: AssistantMessage): ChatToolCall[] {
  const calls = (message.tool_calls ?? []).map(toToolCall);
  const { function_call: older } = message;
  return older == null ? calls : [...calls, { id: '', ...older }];
}

function toToolCall(call: ToolCall): ChatToolCall {
  return call.type === 'function'
    ? { id: call.id, ...call.function }
    : {
        id: call.id,
        name: call.custom.name,
        arguments: JSON.stringify({ [customArgument]: call.custom.input }),
      };
}

function requireCall(
  id: string,
  toolNames: ReadonlyMap<string, string>,
  index: number,
): string {
  const name = toolNames.get(id);
  if (name !== undefined) return name;
  const param = `messages[${index}].tool_call_id`;
  throw new WireError(
    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
    { param, code: 'invalid_value' },
  );
}

function toText(
  content: string | readonly (UserContentPart | TextPart | RefusalPart)[],
  index: number,
): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'text') return part.text;
      if (part.type === 'refusal') return part.refusal;
      throw new WireError(
        `Invalid 'messages[${index}]'. Content blocks are expected to be of type text.`,
        { param: `messages[${index}]`, code: 'invalid_value' },
      );
    })
    .join('');
}
