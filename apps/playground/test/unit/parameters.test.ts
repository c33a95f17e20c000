import { expect, test } from 'vitest';
import { countSet } from '../../src/parameters/change-parameter.ts';
import { allParameters, type Parameter } from '../../src/parameters/parameter.ts';
import { readParameters } from '../../src/parameters/read-parameters.ts';
import { stepText } from '../../src/parameters/step-text.ts';
import { readStopLines } from '../../src/parameters/stop-lines.ts';
import { emptyVariant } from '../../src/board/board.ts';

function parameter(name: string): Parameter {
  const found = allParameters.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`No parameter ${name}.`);
  return found;
}

test('blank texts set nothing', () => {
  expect(readParameters({ temperature: '', seed: '  ' })).toEqual({
    values: {},
    faults: [],
  });
});

test.each([
  ['0', 0],
  [' 0.7 ', 0.7],
  ['.5', 0.5],
  ['-2', -2],
  ['1e-3', 0.001],
])('the number %j is read as %j', (text, value) => {
  expect(readParameters({ temperature: text }).values).toEqual({ temperature: value });
});

test.each(['abc', '0,7', '0x10', 'Infinity', '1 2', '-'])('%j is no number', (text) => {
  const { values, faults } = readParameters({ temperature: text });
  expect(values).toEqual({});
  expect(faults.map(({ message }) => message)).toEqual(['Temperature must be a number.']);
});

test('a fraction is refused where the wire takes whole numbers', () => {
  const { faults } = readParameters({ top_k: '1.5' });
  expect(faults.map(({ message }) => message)).toEqual(['Top K must be a whole number.']);
});

test('an integer JSON cannot carry exactly is refused', () => {
  expect(readParameters({ seed: '9007199254740993' }).faults).toHaveLength(1);
});

test('numbers the server may refuse are sent all the same', () => {
  expect(readParameters({ temperature: '99' }).values).toEqual({ temperature: 99 });
});

test.each([
  ['', 1, '1'],
  ['0.2', 1, '0.3'],
  ['0.3', -1, '0.2'],
  ['abc', 1, 'abc'],
] as const)('temperature %j stepped by %j is %j', (text, direction, stepped) => {
  expect(stepText(parameter('temperature'), text, direction)).toBe(stepped);
});

test.each([
  ['', []],
  ['END', ['END']],
  ['a\n\nb', ['a', 'b']],
  [String.raw`\n\n`, ['\n\n']],
  [String.raw`a\\n`, [String.raw`a\n`]],
  [String.raw`\d`, [String.raw`\d`]],
  [' ', [' ']],
])('stop texts typed as %j are %j', (typed, stops) => {
  expect(readStopLines(typed)).toEqual(stops);
});

test('settings are counted once each, blank ones not at all', () => {
  const variant = { id: 'v', ...emptyVariant };
  expect(countSet(variant)).toBe(0);
  expect(
    countSet({
      ...variant,
      parameters: { temperature: '1', seed: '' },
      stopLines: 'a\nb',
      logprobs: true,
    }),
  ).toBe(3);
});
