import type {
  ChatContentPart,
  ChatMediaPart,
  ChatMessage,
  ChatToolCall,
} from '@samewire/engine';
import type {
  InputPart,
  ReasoningItem,
  ReturnedPart,
  StoredItem,
  StoredMessage,
} from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import {
  joinParts,
  type MediaAbilities,
  toImagePart,
  type UploadedImages,
} from './media-parts.ts';
import { customArgument } from './offered-tools.ts';

type InputImage = Extract<InputPart, { type: 'input_image' }>;

/** What items are read with, beside what is in them. */
export interface ItemReading {
  /** Opens the summary in a compaction item. */
  readonly openCompaction: (encryptedContent: string) => string;
  /** What the model reads beside text. */
  readonly model: MediaAbilities;
  /** The uploaded files that the items name. */
  readonly images: UploadedImages;
  /** The items of this request by their paths, such as `input[0]`; the others were said before. */
  readonly places: ReadonlyMap<StoredItem, string>;
}

/**
 * The items of a response as the conversation that chat templates know.
 *
 * @param items what was said before, then what the request adds
 * @param instructions in front of everything
 * @param reading what the items are read with
 * @throws WireError for parts that it does not read, and for tool results that answer nothing
 */
export function toResponseMessages(
  items: readonly StoredItem[],
  instructions: string | null | undefined,
  reading: ItemReading,
): ChatMessage[] {
  const conversation = new Conversation(reading);
  for (const item of items) conversation.add(item);
  const { messages } = conversation;
  if (instructions == null || instructions === '') return messages;
  return [{ role: 'system', content: instructions }, ...messages];
}

/** Puts together what items have apart: reasoning, text and calls of one turn. */
class Conversation {
  readonly messages: ChatMessage[] = [];
  readonly #toolNames = new Map<string, string>();
  readonly #reading: ItemReading;
  #reasoning: string | undefined;

  constructor(reading: ItemReading) {
    this.#reading = reading;
  }

  add(item: StoredItem): void {
    switch (item.type) {
      case 'message':
        this.#addMessage(item, this.#reading.places.get(item));
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
          content: `Summary of the conversation so far:\n${this.#reading.openCompaction(item.encrypted_content)}`,
        });
        break;
    }
  }

  #addMessage({ role, content }: StoredMessage, place: string | undefined): void {
    if (role === 'user')
      this.messages.push({ role, content: toUserContent(content, place, this.#reading) });
    else if (role === 'assistant')
      this.messages.push({ role, content: toText(content), ...this.#takeReasoning() });
    // Templates know the older word only.
    else this.messages.push({ role: 'system', content: toText(content) });
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

function toUserContent(
  content: string | readonly (InputPart | ReturnedPart)[],
  place: string | undefined,
  reading: ItemReading,
): string | ChatContentPart[] {
  if (typeof content === 'string') return content;
  return joinParts(
    content.map((part, index) => {
      if (part.type !== 'input_image' || reading.model?.readsImages === false)
        return { type: 'text', text: textOf(part) };
      const path = place === undefined ? undefined : `${place}.content[${index}]`;
      return toInputImage(part, path, reading.images);
    }),
  );
}

function toInputImage(
  { image_url: url, file_id: fileId }: InputImage,
  path: string | undefined,
  images: UploadedImages,
): ChatMediaPart {
  const nameOf = (field: string) => (path === undefined ? 'input' : `${path}.${field}`);
  if (url != null) return toImagePart(url, { param: nameOf('image_url') });
  const data = fileId == null ? undefined : images.get(fileId);
  if (data !== undefined) return { type: 'image', data, name: nameOf('file_id') };
  const param = path ?? 'input';
  throw new WireError(
    `Invalid '${param}': an 'input_image' needs an 'image_url' or a 'file_id'.`,
    { param, code: 'invalid_value' },
  );
}

function toText(content: string | readonly (InputPart | ReturnedPart)[]): string {
  return typeof content === 'string' ? content : content.map(textOf).join('');
}

function textOf(part: InputPart | ReturnedPart): string {
  if (part.type === 'refusal') return part.refusal;
  if (part.type === 'input_text' || part.type === 'output_text') return part.text;
  throw new WireError(
    `Invalid 'input': content of type '${part.type}' is not supported with this model.`,
    { param: 'input', code: 'invalid_value' },
  );
}
