import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { inspectRun } from '../board/board-store.ts';
import { cellsOf, type Case } from '../board/board.ts';
import { runIdsOf } from '../board/change-board.ts';
import { useBoard } from '../board/use-board.ts';

const toggleClass =
  'rounded px-2.5 py-0.5 text-xs text-ink-soft data-pressed:bg-paper data-pressed:font-medium data-pressed:text-ink data-pressed:shadow-sm';

/** Switches between the run looked at and the request that would be sent now. */
export function SubjectToggle({ row }: { row: Case }) {
  const board = useBoard((state) => state);
  const latest = [...runIdsOf(cellsOf(board, row.id))].at(-1);
  if (latest === undefined) return null;
  return (
    <ToggleGroup
      aria-label="Show"
      value={[board.inspectedRunId === undefined ? 'next' : 'run']}
      onValueChange={([next]) => {
        if (next === 'run') inspectRun(latest);
        if (next === 'next') inspectRun(undefined);
      }}
      className="flex gap-0.5 rounded-md bg-sunken p-0.5"
    >
      <Toggle value="run" className={toggleClass}>
        This run
      </Toggle>
      <Toggle value="next" className={toggleClass}>
        Next request
      </Toggle>
    </ToggleGroup>
  );
}
