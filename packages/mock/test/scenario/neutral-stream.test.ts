import { neutralStream, type Scenario } from '@samewire/mock/scenario';
import { describe, expect, test } from 'vitest';

function kindsOf(scenario: Scenario): string[] {
  return neutralStream(scenario).map(({ kinds }) => kinds.join('+'));
}

function textOf(scenario: Scenario): string {
  return neutralStream(scenario)
    .map(({ text }) => text ?? '')
    .join('');
}

describe('the stream of a scenario', () => {
  test('opens, says its tokens, finishes and counts', () => {
    expect(kindsOf({ text: ['Hello', ' there'] })).toEqual([
      'first',
      'text',
      'text',
      'finish',
      'usage',
    ]);
  });

  test('has reasoning before text and calls after it', () => {
    const toolCalls = [{ name: 'look', arguments: ['{}'] }];
    const scenario = { reasoning: ['hm'], text: ['So'], toolCalls };
    expect(kindsOf(scenario)).toEqual([
      'first',
      'reasoning',
      'text',
      'tool-open',
      'tool-arguments',
      'finish',
      'usage',
    ]);
  });

  test('numbers parallel calls', () => {
    const call = { name: 'look', arguments: { at: 'sea' } };
    const opened = neutralStream({ toolCalls: [call, call] }).filter(({ kinds }) =>
      kinds.includes('tool-open'),
    );
    expect(opened.map(({ calls }) => calls?.[0]?.index)).toEqual([0, 1]);
  });

  test('loses nothing of a text it cuts, and cuts no character', () => {
    const text = '  Überlänge 👩‍👩‍👧‍👦 und 你好你好你好你好\n\n ';
    expect(textOf({ text })).toBe(text);
    for (const event of neutralStream({ text })) {
      expect(event.text ?? '').toBe((event.text ?? '').toWellFormed());
    }
  });

  test('sends structured output as JSON text', () => {
    expect(JSON.parse(textOf({ structured: { a: [1, 2] } }))).toEqual({ a: [1, 2] });
  });

  test('lets the tokens of several choices take turns', () => {
    const events = neutralStream({ text: ['a', 'b'], others: [{ text: ['c', 'd'] }] });
    const spoken = events.filter(({ text }) => text !== undefined);
    expect(spoken.map(({ choice }) => choice)).toEqual([0, 1, 0, 1]);
  });

  test.each([
    ['text', { text: 'a' }, 'stop'],
    ['tool calls', { toolCalls: [{ name: 'f', arguments: {} }] }, 'tool-calls'],
    ['what it is told to', { text: 'a', finish: 'length' }, 'length'],
  ] as const)('finishes by %s', (_, scenario, reason) => {
    const finish = neutralStream(scenario).find(({ kinds }) => kinds.includes('finish'));
    expect(finish?.finish).toBe(reason);
  });

  test('ends in an error after as many tokens as it is told', () => {
    const error = { kind: 'server-error', afterTokens: 2 } as const;
    expect(kindsOf({ text: ['a', 'b', 'c'], error })).toEqual([
      'first',
      'text',
      'text',
      'error',
      'usage',
    ]);
  });
});
