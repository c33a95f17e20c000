import { expect, test } from 'vitest';
import { emptyVariant, type Board } from '../../src/board/board.ts';
import { messagesUpTo } from '../../src/board/messages.ts';
import { readFormat, readTools } from '../../src/parameters/read-json.ts';
import type { WireToolCall } from '../../src/wire/chat-wire.ts';
import { newRun, type Run } from '../../src/wire/run.ts';
import { addToolCallDelta } from '../../src/wire/tool-calls.ts';

test('a call is put together from its parts', () => {
  const parts = [
    { index: 0, id: 'a', function: { name: 'time', arguments: '{"ci' } },
    { index: 0, function: { arguments: 'ty":1}' } },
    { index: 1, id: 'b', function: { name: 'now', arguments: '{}' } },
  ];
  expect(parts.reduce(addToolCallDelta, [])).toEqual([
    { id: 'a', type: 'function', function: { name: 'time', arguments: '{"city":1}' } },
    { id: 'b', type: 'function', function: { name: 'now', arguments: '{}' } },
  ]);
});

test('results go to the calls they answer, in order', () => {
  const variant = { id: 'v', ...emptyVariant };
  const row = {
    id: 'c',
    turns: [
      { id: 't1', prompt: 'When?' },
      { id: 't2', prompt: '', toolResults: ['noon', 'Monday'] },
    ],
  };
  const request = { method: 'POST', url: '', headers: [], body: '' } as const;
  const run: Run = {
    ...newRun('r', request, new Date(0)),
    toolCalls: [call('time'), call('day')],
  };
  const board: Board = {
    variants: [variant],
    cases: [row],
    cells: { 'v/c': { answers: { t1: { runIds: ['r'], chosenRunId: 'r' } } } },
  };
  expect(messagesUpTo(board, variant, row, 't2', { r: run })).toEqual([
    { role: 'user', content: 'When?' },
    { role: 'assistant', content: null, tool_calls: [call('time'), call('day')] },
    { role: 'tool', tool_call_id: 'time', content: 'noon' },
    { role: 'tool', tool_call_id: 'day', content: 'Monday' },
  ]);
});

test('a single tool stands for a list of one', () => {
  expect(readTools('{"type": "function"}').value).toEqual([{ type: 'function' }]);
});

test('nothing typed asks for nothing', () => {
  expect(readTools('  ')).toEqual({});
  expect(readFormat('')).toEqual({});
});

test.each(['[', '3', '"text"', 'null'])('%s is no schema', (text) => {
  expect(readFormat(text).fault).toBe('The JSON Schema must be JSON.');
});

function call(id: string): WireToolCall {
  return { id, type: 'function', function: { name: id, arguments: '{}' } };
}
