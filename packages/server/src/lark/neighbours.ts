import type { ContextFreeGrammar, Production } from './context-free.ts';
import { emptiableRules } from './plain-productions.ts';

/** A set of terminals, a bit for each. */
export type TerminalSet = Uint32Array;

/** Which terminals may come one after another, where nothing is ignored in between. */
export interface Neighbours {
  /** What a text may begin with. */
  readonly first: TerminalSet;
  /** For each terminal, what may come after it. */
  readonly after: readonly TerminalSet[];
  /** What symbols begin with, up to where they end; undefined if they may all be empty. */
  firstOf(symbols: Production): TerminalSet | undefined;
}

export function findNeighbours(
  grammar: ContextFreeGrammar,
  numTerminals: number,
): Neighbours {
  const mayBeEmpty = emptiableRules(grammar);
  const empty = () => new Uint32Array(Math.ceil(numTerminals / 32));
  const terminals = Array.from({ length: numTerminals }, (_, terminal) => {
    const set = empty();
    addTerminal(set, terminal);
    return set;
  });
  const ends = (productions: readonly (readonly Production[])[]) => {
    const sets = grammar.rules.map(empty);
    const setOf = (symbol: number) => (symbol < 0 ? terminals[~symbol]! : sets[symbol]!);
    const update = (rule: number): boolean => {
      let isNew = false;
      for (const production of productions[rule] ?? [])
        for (const symbol of production) {
          isNew = addAll(sets[rule]!, setOf(symbol)) || isNew;
          if (symbol < 0 || !mayBeEmpty[symbol]) break;
        }
      return isNew;
    };
    // Rules mostly refer to the ones after them, or to the ones before.
    for (let isNew = true; isNew;) {
      isNew = false;
      for (let rule = sets.length - 1; rule >= 0; rule--) isNew = update(rule) || isNew;
      for (let rule = 0; rule < sets.length; rule++) isNew = update(rule) || isNew;
    }
    return setOf;
  };
  const firstOf = ends(grammar.rules);
  const lastOf = ends(
    grammar.rules.map((productions) =>
      productions.map((production) => production.toReversed()),
    ),
  );
  const after = terminals.map(empty);
  for (const production of grammar.rules.flat()) {
    let before = empty();
    for (const symbol of production) {
      for (const terminal of terminalsIn(before))
        addAll(after[terminal]!, firstOf(symbol));
      const ending = lastOf(symbol).slice();
      if (symbol >= 0 && mayBeEmpty[symbol]) addAll(ending, before);
      before = ending;
    }
  }
  const firstOfAll = (symbols: Production): TerminalSet | undefined => {
    const first = empty();
    for (const symbol of symbols) {
      addAll(first, firstOf(symbol));
      if (symbol < 0 || !mayBeEmpty[symbol]) return first;
    }
    return undefined;
  };
  return { first: firstOf(0), after, firstOf: firstOfAll };
}

export function* terminalsIn(set: TerminalSet): Generator<number> {
  for (const [word, bits] of set.entries())
    for (let rest = bits; rest !== 0; rest &= rest - 1)
      yield word * 32 + 31 - Math.clz32(rest & -rest);
}

export function addTerminal(set: TerminalSet, terminal: number): void {
  set[terminal >>> 5]! |= 1 << (terminal & 31);
}

/** @return whether anything was new */
export function addAll(set: TerminalSet, others: TerminalSet): boolean {
  let isNew = false;
  for (const [word, bits] of others.entries()) {
    const before = set[word]!;
    set[word] = before | bits;
    if (set[word] !== before) isNew = true;
  }
  return isNew;
}
