import type { ChatMessage } from '@samewire/engine';
import type {
  CountTokensRequest,
  MessageBlockParam,
  MessageParam,
  ToolResultBlockParam,
} from '@samewire/shared-types';
import { WireError } from '../errors/wire-error.ts';

/**
 * The conversation as chat templates know it: the system prompt in front, turns of one role
 * that follow each other as one turn, and every tool result as a message of its own.
 *
 * @throws WireError for blocks that no model here can read, for results without a call,
 *   and for an answer begun by the client
 */
export function toConversation({ system, messages }: CountTokensRequest): ChatMessage[] {
  if (messages.at(-1)?.role === 'assistant')
    throw new WireError(
      'This model does not support assistant message prefill. The conversation must end ' +
        'with a user message.',
    );
  const toolNames = new Map<string, string>();
  const turns = messages.flatMap((message, index) =>
    toTurns(message, `messages.${index}`, toolNames),
  );
  const instructions = system == null ? '' : toText(system, 'system');
  return joinTurns(
    instructions === '' ? turns : [{ role: 'system', content: instructions }, ...turns],
  );
}

/** A turn with text only; those are all that can be joined. */
interface TextTurn extends ChatMessage {
  readonly content: string;
}

function toTurns(
  { role, content }: MessageParam,
  path: string,
  toolNames: Map<string, string>,
): TextTurn[] {
  if (content === '')
    throw new WireError(`${path}: ${role} messages must have non-empty content`);
  if (typeof content === 'string') return [{ role, content }];
  return role === 'assistant'
    ? [toAssistantTurn(content, path, toolNames)]
    : toUserTurns(role, content, path, toolNames);
}

function toAssistantTurn(
  blocks: readonly MessageBlockParam[],
  path: string,
  toolNames: Map<string, string>,
): TextTurn {
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

/** Templates know results of tools as messages of their own, ahead of what the user says. */
function toUserTurns(
  role: 'user' | 'system',
  blocks: readonly MessageBlockParam[],
  path: string,
  toolNames: ReadonlyMap<string, string>,
): TextTurn[] {
  const results: TextTurn[] = [];
  const spoken: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const at = `${path}.content.${index}`;
    if (block.type === 'text') spoken.push(block.text);
    else if (block.type === 'tool_result') results.push(toToolTurn(block, at, toolNames));
    else throw unreadable(block.type, at);
  }
  const content = spoken.join('');
  return content === '' ? results : [...results, { role, content }];
}

function toToolTurn(
  block: ToolResultBlockParam,
  path: string,
  toolNames: ReadonlyMap<string, string>,
): TextTurn {
  const { tool_use_id: id, content } = block;
  const toolName = toolNames.get(id);
  if (toolName === undefined)
    throw new WireError(
      `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each ` +
        '`tool_result` block must have a corresponding `tool_use` block in the previous message.',
    );
  return {
    role: 'tool',
    content: toText(content ?? '', `${path}.content`),
    toolCallId: id,
    toolName,
  };
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

function joinTurns(turns: readonly TextTurn[]): TextTurn[] {
  const joined: TextTurn[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(turn) && last.role === turn.role)
      joined[joined.length - 1] = {
        role: turn.role,
        content: `${last.content}\n${turn.content}`,
      };
    else joined.push(turn);
  }
  return joined;
}

function isPlain({ role, toolCalls, reasoning }: TextTurn): boolean {
  return role !== 'tool' && toolCalls === undefined && reasoning === undefined;
}
