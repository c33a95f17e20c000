import { boardStore } from './board-store.ts';
import { cellKey, emptyVariant, type Board, type Variant } from './board.ts';
import { runIdsOf } from './change-board.ts';
import { newId } from './new-id.ts';
import { keepRuns } from './run-store.ts';
import { stopSending } from '../wire/run-sender.ts';

/** More would be too narrow to read. */
export const maxColumns = 3;

/** Adds a column like the one that is shown, to be set differently, and shows it. */
export function addColumn(): void {
  boardStore.setState(({ variants, shownVariantId }) => {
    const shown = variants.find(({ id }) => id === shownVariantId);
    if (shown === undefined || variants.length >= maxColumns) return {};
    const added: Variant = { ...shown, id: newId() };
    return { variants: [...variants, added], shownVariantId: added.id };
  });
}

/** Takes a column away, and with it what it answered. The last one stays. */
export function removeColumn(id: string): void {
  const { cells, cases } = boardStore.getState();
  const own = cases.flatMap((row) => cells[cellKey(id, row.id)] ?? []);
  for (const runId of runIdsOf(own)) stopSending(runId);
  boardStore.setState((board) => {
    const variants = board.variants.filter((variant) => variant.id !== id);
    const [first] = variants;
    if (first === undefined) return {};
    const kept = withoutColumn(board, id);
    const shown = { shownVariantId: first.id, inspectedRunId: undefined };
    return { variants, cells: kept, ...shown };
  });
  keepRuns(runIdsOf(Object.values(boardStore.getState().cells)));
}

/** Gives the board one column for each of these settings; the model that was chosen stays. */
export function setColumns(columns: readonly Partial<Omit<Variant, 'id'>>[]): void {
  boardStore.setState(({ variants }) => {
    const [first] = variants;
    const made = columns.map((column, at): Variant => ({
      ...emptyVariant,
      ...column,
      model: first?.model,
      id: variants[at]?.id ?? newId(),
    }));
    return { variants: made, shownVariantId: made[0]?.id ?? first?.id ?? '' };
  });
}

function withoutColumn({ cells }: Board, id: string): Board['cells'] {
  const kept = Object.entries(cells).filter(([key]) => !key.startsWith(`${id}/`));
  return Object.fromEntries(kept);
}
