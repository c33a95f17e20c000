import { describe, expect, test } from 'vitest';
import { fill, type Filling, type Template } from '../../src/synthesise/template.ts';

function filled(template: Template, tags: string[] = [], values: object = {}): unknown {
  const filling: Filling = {
    tags: new Set(tags),
    value: (name, argument) =>
      argument === undefined
        ? (values as Record<string, unknown>)[name]
        : `${name} of ${argument}`,
    items: (list) => (list === 'two' ? [filling, filling] : []),
  };
  return fill(template, filling);
}

describe('a template', () => {
  test('keeps its keys in their order', () => {
    expect(JSON.stringify(filled({ b: 1, 'a@x': 2, c: 3 }, ['x']))).toBe(
      '{"b":1,"a":2,"c":3}',
    );
  });

  test.each([
    ['x', ['x'], true],
    ['!x', ['x'], false],
    ['x+y', ['x'], false],
    ['x+!y', ['x'], true],
    ['y,x', ['x'], true],
    ['y+z,x', ['x'], true],
  ])('has a key under the condition %s among %j: %s', (condition, tags, stands) => {
    const key = `key@${condition}`;
    expect(filled({ [key]: 1 }, tags)).toEqual(stands ? { key: 1 } : {});
  });

  test('takes the first of several entries of a key that holds', () => {
    const template = { 'content@finish': '', 'content@text': '$text', content: null };
    expect(filled(template, ['finish', 'text'], { text: 'a' })).toEqual({ content: '' });
    expect(filled(template, ['text'], { text: 'a' })).toEqual({ content: 'a' });
    expect(filled(template)).toEqual({ content: null });
  });

  test('has null for a value that is not there, or leaves out its key', () => {
    expect(filled({ a: '$none', 'b?': '$none' })).toEqual({ a: null });
  });

  test('makes values that take an argument, and keeps dollars that are doubled', () => {
    expect(filled({ a: '$once(req_{hex:2})', b: '$$5' })).toEqual({
      a: 'once of req_{hex:2}',
      b: '$5',
    });
  });

  test('repeats an item of a list for each element, and drops those that do not hold', () => {
    const list = [{ $each: 'two', as: { id: 1 } }, { $if: 'x', as: 2 }, 3];
    expect(filled(list)).toEqual([{ id: 1 }, { id: 1 }, 3]);
    expect(filled(list, ['x'])).toEqual([{ id: 1 }, { id: 1 }, 2, 3]);
  });

  test('takes in the entries of another', () => {
    expect(filled({ a: 1, '...@x': { b: 2 }, c: 3 }, ['x'])).toEqual({
      a: 1,
      b: 2,
      c: 3,
    });
  });
});
