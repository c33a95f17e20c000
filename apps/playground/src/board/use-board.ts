import { useStore } from 'zustand';
import { isRunning, type Run } from '../wire/run.ts';
import { boardStore, type BoardState } from './board-store.ts';
import { cellsOf } from './board.ts';
import { runIdsOf } from './change-board.ts';
import { runStore } from './run-store.ts';

export function useBoard<Selected>(select: (board: BoardState) => Selected): Selected {
  return useStore(boardStore, select);
}

/** A run as it grows, at most once per animation frame. */
export function useRun(runId: string | undefined): Run | undefined {
  return useStore(runStore, (runs) => (runId === undefined ? undefined : runs[runId]));
}

/** Whether any column is still answering the row. */
export function useIsRunning(caseId: string): boolean {
  const cells = useBoard((board) => board.cells);
  return useStore(runStore, (runs) => {
    const ids = runIdsOf(cellsOf({ ...boardStore.getState(), cells }, caseId));
    return [...ids].some((id) => runs[id] !== undefined && isRunning(runs[id]));
  });
}
