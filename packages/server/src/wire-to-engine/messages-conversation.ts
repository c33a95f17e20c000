import type { ChatContentPart, ChatMediaPart, ChatMessage } from '@samewire/engine';
import type {
  CountTokensRequest,
  ImageBlockParam,
  MessageBlockParam,
  MessageParam,
  ToolResultBlockParam,
} from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';
import {
  joinParts,
  type MediaAbilities,
  toImagePart,
  toMediaPart,
} from './media-parts.ts';

/**
 * The conversation as chat templates know it: the system prompt in front, turns of one role
 * that follow each other as one turn, and every tool result as a message of its own.
 *
 * @param model what it reads beside text
 * @throws WireError for blocks that it does not read, for results without a call,
 *   and for an answer begun by the client
 */
export function toConversation(
  { system, messages }: CountTokensRequest,
  model: MediaAbilities,
): ChatMessage[] {
  if (messages.at(-1)?.role === 'assistant')
    throw new WireError(
      'This model does not support assistant message prefill. The conversation must end ' +
        'with a user message.',
    );
  const toolNames = new Map<string, string>();
  const turns = messages.flatMap((message, index) =>
    toTurns(message, `messages.${index}`, toolNames, model),
  );
  const instructions = system == null ? '' : toText(system, 'system');
  return joinTurns(
    instructions === '' ? turns : [{ role: 'system', content: instructions }, ...turns],
  );
}

function toTurns(
  { role, content }: MessageParam,
  path: string,
  toolNames: Map<string, string>,
  model: MediaAbilities,
): ChatMessage[] {
  if (content === '')
    throw new WireError(`${path}: ${role} messages must have non-empty content`);
  if (typeof content === 'string') return [{ role, content }];
  return role === 'assistant'
    ? [toAssistantTurn(content, path, toolNames)]
    : toUserTurns(role, content, path, { toolNames, model });
}

function toAssistantTurn(
  blocks: readonly MessageBlockParam[],
  path: string,
  toolNames: Map<string, string>,
): ChatMessage {
  const toolCalls = blocks.flatMap((block) => {
    if (block.type !== 'tool_use') return [];
    toolNames.set(block.id, block.name);
    return [{ id: block.id, name: block.name, arguments: JSON.stringify(block.input) }];
  });
  const reasoning = blocks
    .map((block) => (block.type === 'thinking' ? block.thinking : ''))
    .join('');
  const spoken = blocks.map((block, index) => {
    switch (block.type) {
      case 'text':
        return block.text;
      case 'tool_use':
      case 'thinking':
      // Only whoever encrypted it can read it.
      case 'redacted_thinking':
        return '';
      default:
        throw unreadable(block.type, `${path}.content.${index}`);
    }
  });
  return {
    role: 'assistant',
    content: spoken.join(''),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

/** What blocks of the user are read with. */
interface Reading {
  readonly toolNames: ReadonlyMap<string, string>;
  readonly model: MediaAbilities;
}

/** Templates know results of tools as messages of their own, ahead of what the user says. */
function toUserTurns(
  role: 'user' | 'system',
  blocks: readonly MessageBlockParam[],
  path: string,
  reading: Reading,
): ChatMessage[] {
  const results: ChatMessage[] = [];
  const spoken: ChatContentPart[] = [];
  for (const [index, block] of blocks.entries()) {
    const at = `${path}.content.${index}`;
    if (block.type === 'tool_result') results.push(toToolTurn(block, at, reading));
    else spoken.push(toPart(block, at, reading.model));
  }
  const content = joinParts(spoken);
  return content === '' ? results : [...results, { role, content }];
}

function toToolTurn(
  block: ToolResultBlockParam,
  path: string,
  { toolNames, model }: Reading,
): ChatMessage {
  const { tool_use_id: id, content = '' } = block;
  const toolName = toolNames.get(id);
  if (toolName === undefined)
    throw new WireError(
      `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each ` +
        '`tool_result` block must have a corresponding `tool_use` block in the previous message.',
    );
  return {
    role: 'tool',
    content:
      typeof content === 'string'
        ? content
        : joinParts(
            content.map((part, index) => toPart(part, `${path}.content.${index}`, model)),
          ),
    toolCallId: id,
    toolName,
  };
}

function toPart(
  block: MessageBlockParam,
  path: string,
  model: MediaAbilities,
): ChatContentPart {
  if (block.type === 'text') return { type: 'text', text: block.text };
  if (block.type === 'image' && model?.readsImages !== false) return toImage(block, path);
  throw unreadable(block.type, path);
}

function toImage({ source }: ImageBlockParam, path: string): ChatMediaPart {
  const param = `${path}.source.${source.type === 'base64' ? 'data' : source.type}`;
  const place = { param, subject: `${param}:` };
  if (source.type === 'base64') return toMediaPart('image', source.data ?? '', place);
  // Whatever it is, it has to come with the request.
  return toImagePart('', place);
}

function toText(
  content: string | readonly { readonly type: string; readonly text?: string }[],
  path: string,
): string {
  if (typeof content === 'string') return content;
  return content
    .map(({ type, text }, index) => {
      if (text === undefined) throw unreadable(type, `${path}.${index}`);
      return text;
    })
    .join('');
}

function unreadable(type: string, path: string): WireError {
  const what: Readonly<Record<string, string>> = {
    image: 'image input',
    document: 'documents',
    search_result: 'search results',
  };
  const kind = what[type] ?? `blocks of type '${type}' here`;
  return new WireError(`${path}: This model does not support ${kind}.`);
}

function joinTurns(turns: readonly ChatMessage[]): ChatMessage[] {
  const joined: ChatMessage[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(turn) && last.role === turn.role)
      joined[joined.length - 1] = {
        role: turn.role,
        content: joinParts([
          ...partsOf(last),
          { type: 'text', text: '\n' },
          ...partsOf(turn),
        ]),
      };
    else joined.push(turn);
  }
  return joined;
}

function partsOf({ content }: ChatMessage): readonly ChatContentPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function isPlain({ role, toolCalls, reasoning }: ChatMessage): boolean {
  return role !== 'tool' && toolCalls === undefined && reasoning === undefined;
}
