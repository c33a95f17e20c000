import type { ChatMessage, ChatToolCall } from '@samewire/engine';
import type {
  InputPart,
  ReasoningItem,
  ReturnedPart,
  StoredItem,
  StoredMessage,
} from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import { customArgument } from './offered-tools.ts';

/** Opens the summary in a compaction item. */
export type OpenCompaction = (encryptedContent: string) => string;

/**
 * The items of a response as the conversation that chat templates know.
 *
 * @param items what was said before, then what the request adds
 * @param instructions in front of everything
 * @throws WireError for parts that are not text, and for tool results that answer nothing
 */
export function toResponseMessages(
  items: readonly StoredItem[],
  instructions: string | null | undefined,
  openCompaction: OpenCompaction,
): ChatMessage[] {
  const conversation = new Conversation(openCompaction);
  for (const item of items) conversation.add(item);
  const { messages } = conversation;
  if (instructions == null || instructions === '') return messages;
  return [{ role: 'system', content: instructions }, ...messages];
}

/** Puts together what items have apart: reasoning, text and calls of one turn. */
class Conversation {
  readonly messages: ChatMessage[] = [];
  readonly #toolNames = new Map<string, string>();
  readonly #openCompaction: OpenCompaction;
  #reasoning: string | undefined;

  constructor(openCompaction: OpenCompaction) {
    this.#openCompaction = openCompaction;
  }

  add(item: StoredItem): void {
    switch (item.type) {
      case 'message':
        this.#addMessage(item);
        break;
      case 'function_call':
        this.#addCall({ id: item.call_id, name: item.name, arguments: item.arguments });
        break;
      case 'custom_tool_call':
        this.#addCall({
          id: item.call_id,
          name: item.name,
          arguments: JSON.stringify({ [customArgument]: item.input }),
        });
        break;
      case 'function_call_output':
      case 'custom_tool_call_output':
        this.messages.push({
          role: 'tool',
          content: toText(item.output),
          toolCallId: item.call_id,
          toolName: this.#requireCall(item.call_id),
        });
        break;
      case 'reasoning':
        this.#reasoning = textOfReasoning(item);
        break;
      case 'compaction':
        this.messages.push({
          role: 'system',
          content: `Summary of the conversation so far:\n${this.#openCompaction(item.encrypted_content)}`,
        });
        break;
    }
  }

  #addMessage({ role, content }: StoredMessage): void {
    const text = toText(content);
    if (role === 'assistant')
      this.messages.push({ role, content: text, ...this.#takeReasoning() });
    // Templates know the older word only.
    else
      this.messages.push({ role: role === 'developer' ? 'system' : role, content: text });
  }

  #addCall(call: ChatToolCall): void {
    this.#toolNames.set(call.id, call.name);
    const last = this.messages.at(-1);
    if (last?.role === 'assistant')
      this.messages[this.messages.length - 1] = {
        ...last,
        toolCalls: [...(last.toolCalls ?? []), call],
      };
    else
      this.messages.push({
        role: 'assistant',
        content: '',
        toolCalls: [call],
        ...this.#takeReasoning(),
      });
  }

  #takeReasoning(): { reasoning?: string } {
    const reasoning = this.#reasoning;
    this.#reasoning = undefined;
    return reasoning === undefined ? {} : { reasoning };
  }

  #requireCall(callId: string): string {
    const name = this.#toolNames.get(callId);
    if (name !== undefined) return name;
    throw new WireError(
      `No tool call found for function call output with call_id ${callId}.`,
      {
        param: 'input',
      },
    );
  }
}

/** The text of the thoughts, or of their summary; of foreign blobs there is none. */
function textOfReasoning({
  content,
  summary,
}: Pick<ReasoningItem, 'content' | 'summary'>) {
  const parts = content == null || content.length === 0 ? summary : content;
  return parts.length === 0 ? undefined : parts.map(({ text }) => text).join('\n');
}

function toText(content: string | readonly (InputPart | ReturnedPart)[]): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) => {
      if (part.type === 'refusal') return part.refusal;
      if (part.type === 'input_text' || part.type === 'output_text') return part.text;
      throw new WireError(
        `Invalid 'input': content of type '${part.type}' is not supported with this model.`,
        { param: 'input', code: 'invalid_value' },
      );
    })
    .join('');
}
