import { useLocation } from 'wouter';
import { inspectRun } from '../board/board-store.ts';
import type { Answer } from '../board/board.ts';
import { useBoard, useRun } from '../board/use-board.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { TimingStrip } from '../timing/timing-strip.tsx';
import { isRunning, type Run } from '../wire/run.ts';
import { AnswerBody } from './answer-body.tsx';
import { FailureCard } from './failure-card.tsx';
import { RunPager } from './run-pager.tsx';
import { ToolCalls } from './tool-calls.tsx';
import { WaitingLine } from './waiting-line.tsx';

interface AssistantTurnProps {
  readonly answer: Answer;
  /** Left out where a later turn already builds on this answer. */
  readonly onRegenerate: (() => void) | undefined;
  readonly onChoose: (runId: string) => void;
  /** Sends what the tools gave back that were called; left out where a later turn follows. */
  readonly onResults: ((results: readonly string[]) => void) | undefined;
}

export function AssistantTurn(props: AssistantTurnProps) {
  const { answer, onRegenerate, onChoose, onResults } = props;
  const run = useRun(answer.chosenRunId);
  const isInspected = useBoard((board) => board.inspectedRunId === answer.chosenRunId);
  const [, navigate] = useLocation();
  if (run === undefined) return null;
  const showWire = () => {
    inspectRun(run.id);
    navigate('/wire');
  };
  const running = isRunning(run);
  return (
    <article
      aria-label="The model answered"
      aria-busy={running}
      className="flex flex-col gap-3 px-4"
    >
      {run.phase === 'waiting' && run.failure === undefined && (
        <WaitingLine sentAt={run.sentAt} />
      )}
      <AnswerBody run={run} />
      {run.toolCalls.length > 0 && (
        <ToolCalls calls={run.toolCalls} onResults={running ? undefined : onResults} />
      )}
      {run.failure && !running && (
        <FailureCard run={run} failure={run.failure} onRetry={onRegenerate} />
      )}
      <EndNote run={run} />
      {run.numFrames > 0 && <TimingStrip run={run} />}
      {!running && (
        <div className="-ml-1.5 flex items-center gap-0.5">
          {run.text !== '' && <CopyButton text={run.text} label="Copy answer" />}
          {onRegenerate && run.failure === undefined && (
            <IconButton icon="again" label="Answer again" onClick={onRegenerate} />
          )}
          <IconButton
            icon="wire"
            label="Show on the wire"
            aria-pressed={isInspected}
            onClick={showWire}
            className={isInspected ? 'text-in' : ''}
          />
          {onRegenerate && <RunPager answer={answer} onChoose={onChoose} />}
        </div>
      )}
    </article>
  );
}

/** Says how the answer ended where its text does not. */
function EndNote({ run }: { run: Run }) {
  const note = endNote(run);
  return note && <p className="text-xs text-ink-faint">{note}</p>;
}

function endNote({
  phase,
  finishReason,
  text,
  reasoning,
  toolCalls,
}: Run): string | undefined {
  if (phase === 'stopped') return 'You stopped this answer.';
  if (phase !== 'done') return undefined;
  if (finishReason === 'length')
    return 'The answer was cut off: it reached the token limit or the context length.';
  if (finishReason === 'content_filter')
    return 'The answer was cut off by a content filter.';
  if (text === '' && reasoning === '' && toolCalls.length === 0)
    return 'The model ended its answer without a word.';
  return undefined;
}
