import type { Answer } from '../board/board.ts';
import { IconButton } from '../controls/icon-button.tsx';

interface RunPagerProps {
  readonly answer: Answer;
  readonly onChoose: (runId: string) => void;
}

/** Leafs through the answers given to one turn. The one shown is the one that counts. */
export function RunPager({ answer: { runIds, chosenRunId }, onChoose }: RunPagerProps) {
  if (runIds.length < 2) return null;
  const at = runIds.indexOf(chosenRunId);
  const step = (by: -1 | 1) => {
    const next = runIds[at + by];
    if (next !== undefined) onChoose(next);
  };
  return (
    <div className="ml-1 flex items-center text-xs text-ink-faint">
      <IconButton
        icon="chevronLeft"
        label="Earlier answer"
        disabled={at === 0}
        onClick={() => step(-1)}
      />
      <span className="font-mono">
        {at + 1}/{runIds.length}
      </span>
      <IconButton
        icon="chevronRight"
        label="Later answer"
        disabled={at === runIds.length - 1}
        onClick={() => step(1)}
      />
    </div>
  );
}
