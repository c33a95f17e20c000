import { describe, expect, test } from 'vitest';
import { compileLark } from '../../../src/lark/compile-lark.ts';

function compile(lark: string) {
  return compileLark({ lark, argument: 'input' });
}

describe('a grammar in Lark', () => {
  test('becomes one of the arguments of a call', () => {
    expect(compile('start: "a"')).toMatchObject({
      kind: 'grammar',
      gbnf: expect.stringContaining(String.raw`"\"input\""`),
    });
  });

  test('may have terminals that are empty, which Lark itself does not take', () => {
    expect(compile('start: "+" /(.*)/ "\\n"').kind).toBe('grammar');
  });

  test.each([
    ['no rule start', 'begin: "a"', "expected a rule named 'start'"],
    ['an unknown rule', 'start: "a"\n     | b', "line 2: 'b' is not defined"],
    ['an unknown terminal', 'start: B', "line 1: 'B' is not defined"],
    ['a rule twice', 'start: "a"\nstart: "b"', "line 2: 'start' is defined twice"],
    [
      'an open parenthesis',
      '// one\nstart: ("a"\n',
      "line 2: expected ')', got the end of the line",
    ],
    ['a name of both cases', 'start: "a"\nFoo: "b"', "line 2: expected ':', got 'oo'"],
    ['a stray sign', 'start: "a" & "b"', 'line 1: unexpected \'& "b"\''],
    [
      'a terminal in itself',
      'start: A\nA: "a" B?\nB: A',
      "line 2: the terminal 'A' is part of itself",
    ],
    [
      'a rule in a terminal',
      'start: A\na: "a"\nA: a',
      "line 3: the rule 'a' cannot be part of a terminal",
    ],
    [
      'a repetition backwards',
      'start: "a"~3..2',
      'line 1: the repetition 3..2 ends before it begins',
    ],
    [
      'a template without its argument',
      'start: _t{"a"}\n_t{x, y}: x y',
      "line 1: the template '_t' takes 2 arguments, not 1",
    ],
    ['rules without an end', 'start: "a" start', 'no text fits it'],
    [
      'something that is not in common',
      '%import common.FLOTE\nstart: FLOTE',
      "line 1: 'FLOTE' is not in 'common'",
    ],
    [
      'too deep a nesting',
      `start: ${'('.repeat(100_000)}`,
      'line 1: more than 100 levels of nesting',
    ],
  ])('is invalid with %s', (_name, lark, message) => {
    expect(compile(lark)).toEqual({ kind: 'fault', message, isUnsupported: false });
  });

  test.each([
    ['%declare', 'start: A\n%declare A', "line 2: '%declare' is not supported"],
    [
      'an import of another library',
      '%import python.NAME\nstart: NAME',
      "line 1: 'python' cannot be imported from; 'common' is all there is",
    ],
    [
      'looking ahead',
      'start: A\nA: /a(?=b)/',
      "line 2: the regular expression looks ahead with '(?='",
    ],
    [
      'looking behind',
      'start: /(?<!a)b/',
      "line 1: the regular expression looks behind with '(?<'",
    ],
    ['an anchor', 'start: /^a/', "line 1: the regular expression has the anchor '^'"],
    [
      'a reference back',
      String.raw`start: /(a)\1/`,
      'line 1: the regular expression refers back to a group',
    ],
    ['a long repetition', 'start: "a"~10000', 'line 1: more than 5000 repetitions'],
    [
      'endless templates',
      'start: _t{"a"}\n_t{x}: x _t{_t{x}}',
      'more than 200000 symbols',
    ],
    [
      'too many terminals',
      `start: ${Array.from({ length: 2001 }, (_, index) => `"${index}"`).join(' | ')}`,
      'more than 2000 terminals',
    ],
    [
      'too much text',
      `start: "a"\n${'//\n'.repeat(200_000)}`,
      'more than 500000 characters',
    ],
    [
      'an expression of too many states',
      'start: /(a|b)*a(a|b){14}/ "c"',
      'line 1: the regular expression is too complex',
    ],
  ])('is not supported with %s', (_name, lark, message) => {
    expect(compile(lark)).toEqual({ kind: 'fault', message, isUnsupported: true });
  });
});
