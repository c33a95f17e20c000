import type { Terminal } from './context-free.ts';
import { widthOf } from './python-regex.ts';
import { descending, lengthOf, type TerminalPatterns } from './terminal-patterns.ts';

/** The terminals that the lexer of Lark's LALR parser might take in the place of another. */
export interface Rivals {
  /** Tried before: must match nothing where the terminal begins. */
  readonly never: readonly number[];
  /** Expressions that a text looks like: must match just what the text says, or nothing. */
  readonly same: readonly number[];
  /** Texts that an expression must not be taken for: it has to match something else. */
  readonly other: readonly number[];
}

interface Judge {
  /** The place of each terminal in the order in which they are tried. */
  readonly ranks: readonly number[];
  /** Whether what a terminal matches of a text is all of it. */
  readonly matches: (terminal: number, text: string) => boolean;
}

/**
 * The order in which terminals are tried: by priority, then the one that may match more first, then
 * the one whose pattern is longer, then by name.
 */
export function rankTerminals(
  terminals: readonly Terminal[],
  patterns: TerminalPatterns,
): number[] {
  const order = terminals
    .map((terminal, number) => ({
      ...terminal,
      number,
      width: widthOf(patterns.regexOf(terminal.pattern)).max,
    }))
    .toSorted(
      (a, b) =>
        b.priority - a.priority ||
        descending(a.width, b.width) ||
        lengthOf(b.pattern) - lengthOf(a.pattern) ||
        (a.name < b.name ? -1 : 1),
    );
  const ranks = terminals.map(() => 0);
  for (const [rank, { number }] of order.entries()) ranks[number] = rank;
  return ranks;
}

/**
 * A text that an expression of the same priority matches
 * is not tried by itself: what the expression has matched is that text if it is equal to it.
 *
 * @param number of the terminal
 * @param possible numbers of those that may be possible where the terminal is
 */
export function findRivals(
  number: number,
  possible: readonly number[],
  terminals: readonly Terminal[],
  { ranks, matches }: Judge,
): Rivals {
  const terminal = terminals[number]!;
  const looksLike = (text: number, expression: number) => {
    const [a, b] = [terminals[text]!, terminals[expression]!];
    return (
      a.pattern.isText &&
      !b.pattern.isText &&
      a.priority === b.priority &&
      matches(expression, a.pattern.value)
    );
  };
  const same = possible.filter((each) => looksLike(number, each));
  // What is tried before the text itself, or before any expression that stands for it.
  const last = Math.max(...[number, ...same].map((each) => ranks[each]!));
  const never = possible.filter((each) => !same.includes(each) && ranks[each]! < last);
  if (terminal.pattern.isText) return { never, same, other: [] };
  const other = possible.filter((each) => looksLike(each, number));
  // Those that the expression stands for are not tried before it.
  return { never: never.filter((each) => !other.includes(each)), same, other };
}
