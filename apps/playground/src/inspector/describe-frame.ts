import type { ChatChunk, Usage } from '../wire/chat-wire.ts';
import type { Frame } from '../wire/run.ts';

/** A frame in a few words, for a list. */
export interface FrameDescription {
  readonly kind:
    | 'role'
    | 'text'
    | 'reasoning'
    | 'finish'
    | 'usage'
    | 'error'
    | 'end'
    | 'comment'
    | 'data';
  readonly detail: string;
}

export function describeFrame({ kind, text }: Frame): FrameDescription {
  if (kind === 'comment') return { kind: 'comment', detail: text.trim() };
  if (text === '[DONE]') return { kind: 'end', detail: '[DONE]' };
  const chunk = parse(text);
  if (chunk?.error) return { kind: 'error', detail: chunk.error.message ?? text };
  const [choice] = chunk?.choices ?? [];
  const delta = choice?.delta ?? {};
  if (delta.content) return { kind: 'text', detail: JSON.stringify(delta.content) };
  if (delta.reasoning_content)
    return { kind: 'reasoning', detail: JSON.stringify(delta.reasoning_content) };
  if (choice?.finish_reason) return { kind: 'finish', detail: choice.finish_reason };
  if (delta.role) return { kind: 'role', detail: delta.role };
  if (chunk?.usage) return { kind: 'usage', detail: describeUsage(chunk.usage) };
  return { kind: 'data', detail: text };
}

function describeUsage({ prompt_tokens, completion_tokens }: Usage): string {
  return `${prompt_tokens} prompt + ${completion_tokens} answer tokens`;
}

function parse(text: string): ChatChunk | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
