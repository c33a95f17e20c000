import { describe, expect, test } from 'vitest';
import { describeFrame } from '../../src/inspector/describe-frame.ts';
import { jsonParts } from '../../src/inspector/json-parts.ts';
import { streamText } from '../../src/inspector/stream-text.ts';
import { visibleRows } from '../../src/inspector/visible-rows.ts';
import { FrameReader } from '../../src/wire/frame-reader.ts';
import { randomFrom } from './random.ts';

function describeData(text: string) {
  return describeFrame({ kind: 'data', text, index: 0, atMs: 0 });
}

function chunk(delta: object, finishReason: string | null = null) {
  return JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

test.each([
  [chunk({ role: 'assistant', content: '' }), 'role', 'assistant'],
  [chunk({ content: ' two\n' }), 'text', '" two\\n"'],
  [chunk({ reasoning_content: 'Hm' }), 'reasoning', '"Hm"'],
  [chunk({}, 'length'), 'finish', 'length'],
  ['{"error":{"message":"Broken."}}', 'error', 'Broken.'],
  ['[DONE]', 'end', '[DONE]'],
  ['not json', 'data', 'not json'],
  ['null', 'data', 'null'],
])('the event %s is described as %s %s', (text, kind, detail) => {
  expect(describeData(text)).toEqual({ kind, detail });
});

test('the usage event says both counts', () => {
  const text = '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":8}}';
  expect(describeData(text).detail).toBe('3 prompt + 8 answer tokens');
});

test('the copied stream reads back as the same frames', () => {
  const frames = [
    { kind: 'comment', text: 'keep-alive' },
    { kind: 'data', text: chunk({ content: 'Hi' }) },
    { kind: 'data', text: 'two\nlines' },
    { kind: 'data', text: '[DONE]' },
  ] as const;
  const bytes = new TextEncoder().encode(streamText(frames));
  expect(new FrameReader().read(bytes)).toEqual(frames);
});

describe('coloured JSON', () => {
  test('joined is the text it was, valid or not', () => {
    const random = randomFrom(1);
    const alphabet = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'true',
      'nul',
      '-1.5e3',
      ' ',
      '\n',
      'é🙂',
      'f',
    ];
    for (let round = 0; round < 500; round++) {
      const length = random.below(30);
      const text = Array.from({ length }, () => random.pick(alphabet)).join('');
      expect(
        jsonParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    }
  });

  test('tells keys, texts, numbers and words apart', () => {
    const parts = jsonParts('{"a": "b: c", "n": -1.5, "t": true}');
    const coloured = parts.filter(({ kind }) => kind !== 'mark' && kind !== 'other');
    expect(coloured.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'string "b: c"',
      'key "n"',
      'number -1.5',
      'key "t"',
      'word true',
    ]);
  });
});

describe('the rows worth having', () => {
  test('cover what is seen', () => {
    const { first, end } = visibleRows(1000, 24, 2400, 480);
    expect(first).toBeLessThanOrEqual(100);
    expect(end).toBeGreaterThanOrEqual(120);
  });

  test('are few, however long the list', () => {
    const { first, end } = visibleRows(20_000, 24, 240_000, 480);
    expect(end - first).toBeLessThan(60);
  });

  test('never lie outside the list', () => {
    expect(visibleRows(3, 24, 9999, 480)).toEqual({ first: 3, end: 3 });
    expect(visibleRows(0, 24, 0, 480)).toEqual({ first: 0, end: 0 });
  });
});
