import { apiKeyStore, askForKey } from '../api-key/api-key-store.ts';
import { newRun } from '../wire/run.ts';
import { startSending, stopSending } from '../wire/run-sender.ts';
import { boardStore } from './board-store.ts';
import { cellsOf, type Case, type Variant } from './board.ts';
import { addRun, addTurn, clearCase, editTurn, runIdsOf } from './change-board.ts';
import { messagesUpTo } from './messages.ts';
import { newId } from './new-id.ts';
import { requestOf } from './request-of.ts';
import { addToRuns, flushSteps, keepRuns, queueStep, runStore } from './run-store.ts';

/** Asks every column a new turn of a row. */
export function runPrompt(caseId: string, prompt: string, defaultModel: string): void {
  const turn = { id: newId(), prompt };
  boardStore.setState((board) => addTurn(board, caseId, turn));
  runTurn(caseId, turn.id, defaultModel);
}

/** Gives every column what the tools gave back that its last answer called. */
export function runToolResults(
  caseId: string,
  toolResults: readonly string[],
  defaultModel: string,
): void {
  const turn = { id: newId(), prompt: '', toolResults };
  boardStore.setState((board) => addTurn(board, caseId, turn));
  runTurn(caseId, turn.id, defaultModel);
}

/** Asks an earlier turn in other words. What followed it is taken away. */
export function rerunEdited(
  caseId: string,
  turnId: string,
  prompt: string,
  defaultModel: string,
): void {
  stopCase(caseId);
  const turn = { id: newId(), prompt };
  boardStore.setState((board) => editTurn(board, caseId, turnId, turn));
  forgetLostRuns();
  runTurn(caseId, turn.id, defaultModel);
}

/** Asks every column a turn that is already there; earlier answers to it are kept. */
export function runTurn(caseId: string, turnId: string, defaultModel: string): void {
  const { cases, variants } = boardStore.getState();
  const row = cases.find(({ id }) => id === caseId);
  if (row === undefined) return;
  for (const variant of variants) runCell(variant, row, turnId, defaultModel);
}

function runCell(variant: Variant, row: Case, turnId: string, defaultModel: string) {
  flushSteps();
  const { apiKey } = apiKeyStore.getState();
  const messages = messagesUpTo(
    boardStore.getState(),
    variant,
    row,
    turnId,
    runStore.getState(),
  );
  const request = requestOf(
    variant,
    variant.model ?? defaultModel,
    messages,
    apiKey !== undefined,
  );
  const run = newRun(newId(), request, new Date());
  addToRuns(run);
  boardStore.setState((board) => ({
    ...addRun(board, variant.id, row.id, turnId, run.id),
    inspectedRunId: run.id,
  }));
  startSending(run.id, request, apiKey, (step) => {
    queueStep(run.id, step);
    if (step.type === 'head' && step.head.status === 401) askForKey();
  });
}

/** Ends every run of a row. What had arrived stays. */
export function stopCase(caseId: string): void {
  for (const runId of runIdsOf(cellsOf(boardStore.getState(), caseId)))
    stopSending(runId);
}

/** Begins a row anew, with the same settings. */
export function restartCase(caseId: string): void {
  stopCase(caseId);
  boardStore.setState((board) => ({
    ...clearCase(board, caseId),
    inspectedRunId: undefined,
  }));
  forgetLostRuns();
}

function forgetLostRuns(): void {
  keepRuns(runIdsOf(Object.values(boardStore.getState().cells)));
}
