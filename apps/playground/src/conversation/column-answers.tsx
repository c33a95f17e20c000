import {
  answerOf,
  type Answer,
  type Board,
  type Turn,
  type Variant,
} from '../board/board.ts';
import { columnName, describeColumn } from '../board/column-name.ts';
import { AssistantTurn } from './assistant-turn.tsx';

interface ColumnAnswersProps {
  readonly cells: Board['cells'];
  readonly variants: readonly Variant[];
  readonly caseId: string;
  readonly turn: Turn;
  readonly onRegenerate: (() => void) | undefined;
  readonly onChoose: (variantId: string, runId: string) => void;
  readonly onResults: ((results: readonly string[]) => void) | undefined;
}

/** What each column answered to a turn, side by side. */
export function ColumnAnswers(props: ColumnAnswersProps) {
  const { cells, variants, caseId, turn } = props;
  const answered = variants.flatMap((variant, at) => {
    const answer = answerOf({ cells }, variant.id, caseId, turn.id);
    return answer ? [{ variant, at, answer }] : [];
  });
  if (variants.length === 1)
    return answered.map(({ variant, answer }) => (
      <ColumnAnswer key={variant.id} {...props} variant={variant} answer={answer} />
    ));
  return (
    <div className="grid gap-4 sm:auto-cols-fr sm:grid-flow-col">
      {answered.map(({ variant, at, answer }) => (
        <section
          key={variant.id}
          aria-label={`Column ${columnName(at)}`}
          className="min-w-0 rounded-lg border border-line py-3"
        >
          <h3 className="px-4 pb-2 text-xs text-ink-faint">
            <span className="font-semibold text-ink">{columnName(at)}</span>{' '}
            {describeColumn(variant)}
          </h3>
          <ColumnAnswer {...props} variant={variant} answer={answer} />
        </section>
      ))}
    </div>
  );
}

type ColumnAnswerProps = Pick<
  ColumnAnswersProps,
  'onRegenerate' | 'onChoose' | 'onResults'
> & { readonly variant: Variant; readonly answer: Answer };

function ColumnAnswer({ variant, answer, onChoose, ...actions }: ColumnAnswerProps) {
  return (
    <AssistantTurn
      answer={answer}
      onRegenerate={actions.onRegenerate}
      onChoose={(runId) => onChoose(variant.id, runId)}
      onResults={actions.onResults}
    />
  );
}
