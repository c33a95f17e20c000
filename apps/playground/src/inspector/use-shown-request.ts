import { useStore } from 'zustand';
import { apiKeyStore } from '../api-key/api-key-store.ts';
import type { Case, Variant } from '../board/board.ts';
import { addTurn } from '../board/change-board.ts';
import { messagesUpTo } from '../board/messages.ts';
import { requestOf } from '../board/request-of.ts';
import { runStore } from '../board/run-store.ts';
import { useBoard, useRun } from '../board/use-board.ts';
import { useModels } from '../models/use-models.ts';
import type { Run, SentRequest } from '../wire/run.ts';

export interface ShownRequest {
  readonly request: SentRequest;
  /** The run it belongs to, or undefined if it was not sent yet. */
  readonly run: Run | undefined;
}

/** What the wire view is about: the run looked at, else what would be sent now. */
export function useShownRequest(variant: Variant, row: Case): ShownRequest {
  const board = useBoard((state) => state);
  const run = useRun(board.inspectedRunId);
  const hasKey = useStore(apiKeyStore, ({ apiKey }) => apiKey !== undefined);
  const { defaultModel = 'no model yet' } = useModels();
  if (run) return { request: run.request, run };
  const withDraft = addTurn(board, row.id, { id: 'draft', prompt: board.draft });
  const draftRow = withDraft.cases.find(({ id }) => id === row.id) ?? row;
  const messages = messagesUpTo(
    withDraft,
    variant,
    draftRow,
    'draft',
    runStore.getState(),
  );
  const model = variant.model ?? defaultModel;
  return { request: requestOf(variant, model, messages, hasKey), run: undefined };
}
