import { describe, expect, test } from 'vitest';
import { answerOf, emptyVariant, type Board } from '../../src/board/board.ts';
import {
  addRun,
  addTurn,
  chooseRun,
  clearCase,
  editTurn,
  runIdsOf,
} from '../../src/board/change-board.ts';
import { messagesUpTo } from '../../src/board/messages.ts';
import { newRun, type Run } from '../../src/wire/run.ts';

const variant = { id: 'v1', ...emptyVariant };
const emptyBoard: Board = {
  variants: [variant, { id: 'v2', ...emptyVariant }],
  cases: [{ id: 'c1', turns: [] }],
  cells: {},
};

function turn(id: string) {
  return { id, prompt: `prompt ${id}` };
}

function turnsOf(board: Board): string[] {
  return board.cases[0]?.turns.map(({ id }) => id) ?? [];
}

/** Two turns, each answered once in both columns. */
const answered = ['t1', 't2'].reduce((board, id) => {
  const asked = addTurn(board, 'c1', turn(id));
  return addRun(addRun(asked, 'v1', 'c1', id, `v1-${id}`), 'v2', 'c1', id, `v2-${id}`);
}, emptyBoard);

describe('a board', () => {
  test('keeps the answers of its columns apart', () => {
    expect(answerOf(answered, 'v1', 'c1', 't1')?.runIds).toEqual(['v1-t1']);
    expect(answerOf(answered, 'v2', 'c1', 't1')?.runIds).toEqual(['v2-t1']);
  });

  test('keeps earlier answers to a turn and lets the newest count', () => {
    const again = addRun(answered, 'v1', 'c1', 't2', 'later');
    expect(answerOf(again, 'v1', 'c1', 't2')).toEqual({
      runIds: ['v1-t2', 'later'],
      chosenRunId: 'later',
    });
  });

  test('lets another answer be chosen', () => {
    const again = addRun(answered, 'v1', 'c1', 't2', 'later');
    const back = chooseRun(again, 'v1', 'c1', 't2', 'v1-t2');
    expect(answerOf(back, 'v1', 'c1', 't2')?.chosenRunId).toBe('v1-t2');
  });

  test('drops what followed an edited turn, in every column', () => {
    const edited = editTurn(answered, 'c1', 't1', turn('t1b'));
    expect(turnsOf(edited)).toEqual(['t1b']);
    expect(runIdsOf(Object.values(edited.cells))).toEqual(new Set());
  });

  test('stays as it is when an unknown turn is edited', () => {
    expect(turnsOf(editTurn(answered, 'c1', 'nope', turn('x')))).toEqual(['t1', 't2']);
  });

  test('forgets turns and answers of a cleared row and keeps its columns', () => {
    const cleared = clearCase(answered, 'c1');
    expect(turnsOf(cleared)).toEqual([]);
    expect(runIdsOf(Object.values(cleared.cells))).toEqual(new Set());
    expect(cleared.variants).toEqual(answered.variants);
  });
});

describe('the messages sent for a turn', () => {
  const request = { method: 'POST', url: '', headers: [], body: '' } as const;
  const run = (id: string, text: string): Run => ({
    ...newRun(id, request, new Date(0)),
    text,
  });
  const runs = { 'v1-t1': run('v1-t1', 'first answer'), 'v1-t2': run('v1-t2', 'second') };
  const [row] = answered.cases;
  if (row === undefined) throw new Error('The board has a row.');

  test('hold earlier answers of this column and end with the turn', () => {
    expect(messagesUpTo(answered, variant, row, 't2', runs)).toEqual([
      { role: 'user', content: 'prompt t1' },
      { role: 'assistant', content: 'first answer' },
      { role: 'user', content: 'prompt t2' },
    ]);
  });

  test('begin with the system prompt if there is one', () => {
    const withSystem = { ...variant, systemPrompt: 'Be brief.' };
    expect(messagesUpTo(answered, withSystem, row, 't1', runs)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'prompt t1' },
    ]);
  });

  test('leave out an answer that failed before its first word', () => {
    const failed = { 'v1-t1': run('v1-t1', '') };
    const roles = messagesUpTo(answered, variant, row, 't2', failed).map(
      ({ role }) => role,
    );
    expect(roles).toEqual(['user', 'user']);
  });
});
