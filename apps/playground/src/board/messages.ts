import type { WireMessage } from '../wire/chat-wire.ts';
import type { Run } from '../wire/run.ts';
import { answerOf, type Board, type Case, type Turn, type Variant } from './board.ts';

/**
 * The conversation one cell sends to have a turn answered: the column's system prompt, the
 * turns up to that one, and between them the answers this column gave.
 */
export function messagesUpTo(
  board: Board,
  variant: Variant,
  row: Case,
  turnId: string,
  runs: Readonly<Record<string, Run>>,
): WireMessage[] {
  const messages: WireMessage[] = [];
  if (variant.systemPrompt.trim() !== '')
    messages.push({ role: 'system', content: variant.systemPrompt });
  for (const turn of row.turns) {
    messages.push(...messagesOfTurn(turn, messages.at(-1)));
    if (turn.id === turnId) break;
    const answer = answerOf(board, variant.id, row.id, turn.id);
    const run = answer && runs[answer.chosenRunId];
    if (run) messages.push(...messagesOfRun(run));
  }
  return messages;
}

/** A prompt, or the results of the calls that came before. */
function messagesOfTurn(
  { prompt, toolResults }: Turn,
  before: WireMessage | undefined,
): WireMessage[] {
  if (toolResults === undefined) return [{ role: 'user', content: prompt }];
  const calls = before && 'tool_calls' in before ? before.tool_calls : [];
  return calls.map(({ id }, at) => ({
    role: 'tool',
    tool_call_id: id,
    content: toolResults[at] ?? '',
  }));
}

/** An answer that failed before its first word is nothing the model ever said. */
function messagesOfRun({ text, toolCalls }: Run): WireMessage[] {
  if (toolCalls.length > 0)
    return [{ role: 'assistant', content: text || null, tool_calls: [...toolCalls] }];
  return text === '' ? [] : [{ role: 'assistant', content: text }];
}
