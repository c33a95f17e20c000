import type { ChatContentPart, ChatMessage, ChatToolCall } from '@samewire/engine';
import type {
  AssistantMessage,
  ChatMessage as WireMessage,
  RefusalPart,
  TextPart,
  ToolCall,
  UserContentPart,
} from '@samewire/shared-types';
import { quoted, WireError } from '../errors/wire-error.ts';
import {
  joinParts,
  type MediaAbilities,
  toImagePart,
  toMediaPart,
} from './media-parts.ts';
import { customArgument } from './offered-tools.ts';

/**
 * The conversation as chat templates know it.
 *
 * @param model what it reads beside text
 * @throws WireError for parts that it does not read, and for messages that answer nothing.
 */
export function toChatMessages(
  messages: readonly WireMessage[],
  model: MediaAbilities,
): ChatMessage[] {
  requireAnswers(messages);
  const toolNames = new Map<string, string>();
  return messages.map((message, index) => {
    switch (message.role) {
      case 'developer':
      case 'system':
        // Templates know the older word only.
        return { role: 'system', content: toText(message.content ?? '') };
      case 'user':
        return {
          role: 'user',
          content: toUserContent(message.content ?? '', index, model),
        };
      case 'assistant':
        return toAssistantMessage(message, index, toolNames);
      case 'tool':
        return {
          role: 'tool',
          content: toText(message.content),
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
  let open: Set<string> | undefined;
  for (const message of messages) {
    if (message.role === 'tool') {
      open?.delete(message.tool_call_id);
      continue;
    }
    requireNone(open);
    if (message.role === 'assistant' && message.tool_calls != null)
      open = new Set(message.tool_calls.map(({ id }) => id));
  }
  requireNone(open);
}

function requireNone(open: ReadonlySet<string> | undefined): void {
  if (open !== undefined && open.size > 0) throw unanswered(open);
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
    content: toText(content ?? ''),
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

function toUserContent(
  content: string | readonly UserContentPart[],
  index: number,
  model: MediaAbilities,
): string | ChatContentPart[] {
  if (typeof content === 'string') return content;
  return joinParts(
    content.map((part, place) => {
      const param = `messages[${index}].content[${place}]`;
      if (part.type === 'text') return { type: 'text', text: part.text };
      if (part.type === 'image_url' && model?.readsImages !== false)
        return toImagePart(part.image_url.url, { param: `${param}.image_url.url` });
      if (part.type === 'input_audio' && model?.readsAudio !== false)
        return toMediaPart('audio', part.input_audio.data, {
          param: `${param}.input_audio.data`,
        });
      throw unreadablePart(index, model);
    }),
  );
}

function unreadablePart(index: number, model: MediaAbilities): WireError {
  const kinds = [
    'text',
    ...(model?.readsImages === true ? ['image_url'] : []),
    ...(model?.readsAudio === true ? ['input_audio'] : []),
  ];
  const expected =
    kinds.length === 1 ? 'of type text' : `either ${kinds.join(' or ')} type`;
  return new WireError(
    `Invalid 'messages[${index}]'. Content blocks are expected to be ${expected}.`,
    { param: `messages[${index}]`, code: 'invalid_value' },
  );
}

function toText(content: string | readonly (TextPart | RefusalPart)[]): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => (part.type === 'text' ? part.text : part.refusal))
    .join('');
}
