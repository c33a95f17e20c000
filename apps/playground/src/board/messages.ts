import type { WireMessage } from '../wire/chat-wire.ts';
import type { Run } from '../wire/run.ts';
import { answerOf, type Board, type Case, type Variant } from './board.ts';

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
    messages.push({ role: 'user', content: turn.prompt });
    if (turn.id === turnId) break;
    const answer = answerOf(board, variant.id, row.id, turn.id);
    const text = answer && runs[answer.chosenRunId]?.text;
    // An answer that failed before its first word is nothing the model ever said.
    if (text) messages.push({ role: 'assistant', content: text });
  }
  return messages;
}
