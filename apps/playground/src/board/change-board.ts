import { cellKey, type Answer, type Board, type Cell, type Turn } from './board.ts';

/** Changes of a board, each giving a new one. Ids that are not there change nothing. */

export function addTurn(board: Board, caseId: string, turn: Turn): Board {
  return changeTurns(board, caseId, (turns) => [...turns, turn]);
}

/** Gives a turn another prompt; what followed no longer follows from it and goes. */
export function editTurn(
  board: Board,
  caseId: string,
  turnId: string,
  edited: Turn,
): Board {
  return changeTurns(board, caseId, (turns) => {
    const at = turns.findIndex(({ id }) => id === turnId);
    return at < 0 ? turns : [...turns.slice(0, at), edited];
  });
}

/** Takes every turn of a row away, and with it what the columns answered. */
export function clearCase(board: Board, caseId: string): Board {
  return changeTurns(board, caseId, () => []);
}

export function addRun(
  board: Board,
  variantId: string,
  caseId: string,
  turnId: string,
  runId: string,
): Board {
  return changeAnswer(board, variantId, caseId, turnId, (answer) => ({
    runIds: [...(answer?.runIds ?? []), runId],
    chosenRunId: runId,
  }));
}

export function chooseRun(
  board: Board,
  variantId: string,
  caseId: string,
  turnId: string,
  runId: string,
): Board {
  return changeAnswer(board, variantId, caseId, turnId, (answer) => ({
    runIds: answer?.runIds ?? [runId],
    chosenRunId: runId,
  }));
}

function changeTurns(
  board: Board,
  caseId: string,
  change: (turns: readonly Turn[]) => readonly Turn[],
): Board {
  const cases = board.cases.map((row) =>
    row.id === caseId ? { ...row, turns: change(row.turns) } : row,
  );
  return dropLostAnswers({ ...board, cases });
}

function changeAnswer(
  board: Board,
  variantId: string,
  caseId: string,
  turnId: string,
  change: (answer: Answer | undefined) => Answer,
): Board {
  const key = cellKey(variantId, caseId);
  const answers = board.cells[key]?.answers ?? {};
  const cell: Cell = { answers: { ...answers, [turnId]: change(answers[turnId]) } };
  return { ...board, cells: { ...board.cells, [key]: cell } };
}

/** Answers live only as long as the turn they answer. */
function dropLostAnswers(board: Board): Board {
  const turnIds = new Set(board.cases.flatMap(({ turns }) => turns.map(({ id }) => id)));
  const cells = Object.entries(board.cells).map(([key, { answers }]) => [
    key,
    {
      answers: Object.fromEntries(
        Object.entries(answers).filter(([turnId]) => turnIds.has(turnId)),
      ),
    },
  ]);
  return { ...board, cells: Object.fromEntries(cells) };
}

/** Every run these cells refer to. */
export function runIdsOf(cells: Iterable<Cell>): Set<string> {
  const answers = [...cells].flatMap((cell) => Object.values(cell.answers));
  return new Set(answers.flatMap(({ runIds }) => runIds));
}
