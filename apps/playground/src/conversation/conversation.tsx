import { useRef } from 'react';
import { boardStore, inspectRun, setDraft } from '../board/board-store.ts';
import { answerOf, type Case, type Variant } from '../board/board.ts';
import { chooseRun } from '../board/change-board.ts';
import { rerunEdited, runPrompt, runTurn, stopCase } from '../board/run-board.ts';
import { useBoard, useIsRunning } from '../board/use-board.ts';
import { AssistantTurn } from './assistant-turn.tsx';
import { Composer } from './composer.tsx';
import { EmptyState } from './empty-state.tsx';
import { SystemPrompt } from './system-prompt.tsx';
import { useCanRun } from './use-can-run.ts';
import { useRunKeys } from './use-run-keys.ts';
import { UserTurn } from './user-turn.tsx';
import { useFollowEnd } from '../controls/use-follow-end.ts';

interface ConversationProps {
  readonly variant: Variant;
  readonly row: Case;
}

/** One cell of the board as a conversation: the turns of a row, answered by a column. */
export function Conversation({ variant, row }: ConversationProps) {
  const cells = useBoard((board) => board.cells);
  const running = useIsRunning(row.id);
  const canRun = useCanRun(variant);
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

  const choose = (turnId: string, runId: string) => {
    boardStore.setState((state) => chooseRun(state, variant.id, row.id, turnId, runId));
    inspectRun(runId);
  };
  const regenerate = (turnId: string) =>
    canRun.yes && !running
      ? () => runTurn(row.id, turnId, canRun.defaultModel)
      : undefined;
  const resend = (turnId: string, prompt: string) => {
    if (canRun.yes) rerunEdited(row.id, turnId, prompt, canRun.defaultModel);
  };
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 contain-content overflow-y-auto">
        <div className="mx-auto flex max-w-3xl flex-col gap-5 px-4 pt-4 pb-6 wide:px-6">
          <SystemPrompt variant={variant} />
          {row.turns.length === 0 && <EmptyState />}
          {row.turns.map((turn, at) => {
            const answer = answerOf({ cells }, variant.id, row.id, turn.id);
            const numLater = row.turns.length - 1 - at;
            return (
              <div key={turn.id} className="flex flex-col gap-4">
                <UserTurn
                  turn={turn}
                  numLater={numLater}
                  onResend={(prompt) => resend(turn.id, prompt)}
                />
                {answer && (
                  <AssistantTurn
                    answer={answer}
                    onRegenerate={numLater === 0 ? regenerate(turn.id) : undefined}
                    onChoose={(runId) => choose(turn.id, runId)}
                  />
                )}
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
