import { useRef } from 'react';
import { boardStore, inspectRun, setDraft } from '../board/board-store.ts';
import type { Case, Variant } from '../board/board.ts';
import { chooseRun } from '../board/change-board.ts';
import {
  rerunEdited,
  runPrompt,
  runToolResults,
  runTurn,
  stopCase,
} from '../board/run-board.ts';
import { useBoard, useIsRunning } from '../board/use-board.ts';
import { ColumnAnswers } from './column-answers.tsx';
import { Composer } from './composer.tsx';
import { EmptyState } from './empty-state.tsx';
import { SystemPrompt } from './system-prompt.tsx';
import { ToolResultsTurn } from './tool-results-turn.tsx';
import { useCanRun } from './use-can-run.ts';
import { useRunKeys } from './use-run-keys.ts';
import { UserTurn } from './user-turn.tsx';
import { useFollowEnd } from '../controls/use-follow-end.ts';

interface ConversationProps {
  readonly variant: Variant;
  readonly row: Case;
}

/** A row of the board as a conversation: its turns, answered by every column. */
export function Conversation({ variant, row }: ConversationProps) {
  const cells = useBoard((board) => board.cells);
  const running = useIsRunning(row.id);
  const variants = useBoard((board) => board.variants);
  const canRun = useCanRun(variants);
  const scroller = useRef<HTMLDivElement>(null);
  useFollowEnd(scroller, row.turns.at(-1)?.id);

  const run = () => {
    const prompt = boardStore.getState().draft;
    if (running || !canRun.yes || prompt.trim() === '') return;
    setDraft('');
    runPrompt(row.id, prompt, canRun.defaultModel);
  };
  const stop = () => stopCase(row.id);
  useRunKeys({ onRun: run, onStop: running ? stop : undefined });

  const choose = (variantId: string, turnId: string, runId: string) => {
    boardStore.setState((state) => chooseRun(state, variantId, row.id, turnId, runId));
    inspectRun(runId);
  };
  const regenerate = (turnId: string) =>
    canRun.yes && !running
      ? () => runTurn(row.id, turnId, canRun.defaultModel)
      : undefined;
  const resend = (turnId: string, prompt: string) => {
    if (canRun.yes) rerunEdited(row.id, turnId, prompt, canRun.defaultModel);
  };
  const giveBack = (results: readonly string[]) => {
    if (canRun.yes && !running) runToolResults(row.id, results, canRun.defaultModel);
  };
  const width = variants.length === 1 ? 'max-w-3xl' : 'max-w-6xl';
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 contain-content overflow-y-auto">
        <div className={`mx-auto flex ${width} flex-col gap-5 px-4 pt-4 pb-6 wide:px-6`}>
          <SystemPrompt variant={variant} />
          {row.turns.length === 0 && <EmptyState />}
          {row.turns.map((turn, at) => {
            const numLater = row.turns.length - 1 - at;
            return (
              <div key={turn.id} className="flex flex-col gap-4">
                {turn.toolResults ? (
                  <ToolResultsTurn results={turn.toolResults} />
                ) : (
                  <UserTurn
                    turn={turn}
                    numLater={numLater}
                    onResend={(prompt) => resend(turn.id, prompt)}
                  />
                )}
                <ColumnAnswers
                  cells={cells}
                  variants={variants}
                  caseId={row.id}
                  turn={turn}
                  onRegenerate={numLater === 0 ? regenerate(turn.id) : undefined}
                  onChoose={(variantId, runId) => choose(variantId, turn.id, runId)}
                  onResults={numLater === 0 ? giveBack : undefined}
                />
              </div>
            );
          })}
        </div>
      </div>
      <div className="px-3 pb-3 wide:px-6 wide:pb-4">
        <div className="mx-auto max-w-3xl">
          <Composer
            isRunning={running}
            obstacle={canRun.yes ? undefined : canRun.because}
            onRun={run}
            onStop={stop}
          />
        </div>
      </div>
    </>
  );
}
