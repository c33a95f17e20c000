import {
  anyChar,
  type CharSet,
  charSet,
  charsOf,
  complement,
  rangesOf,
  union,
} from './char-set.ts';
import { charSetsIn, type Expression, Expressions, TooComplex } from './expression.ts';
import { parsePattern } from './parse-pattern.ts';
import { textEnd, textStart } from './text-ends.ts';
import { usefulStates } from './useful-states.ts';

/** A set of texts, as an expression over the text between its two ends. */
export type TextLanguage = Expression;

/** Where a text may go on from: a state of an automaton that accepts a language. */
export interface TextState {
  readonly isAccepting: boolean;
  /** By the number of the state that follows. */
  readonly edges: ReadonlyMap<number, CharSet>;
}

const maxStates = 6000;
/** Beyond, joining states costs more than it saves: they are few too many as it is. */
const maxJoinedStates = 500;

/** Makes languages of texts out of what schemas say about strings. */
export class TextLanguages {
  readonly #expressions = new Expressions();
  readonly #start = this.#expressions.chars([textStart, textStart]);
  readonly #end = this.#expressions.chars([textEnd, textEnd]);
  readonly #patterns = new Map<string, TextLanguage>();
  readonly any = this.ofLength(0, Infinity);

  ofLength(min: number, max: number): TextLanguage {
    const char = this.#expressions.anyChar;
    return this.#between(this.#expressions.repeat(char, min, max));
  }

  /** Exactly these texts. */
  ofTexts(texts: readonly string[]): TextLanguage {
    return this.#between(this.#trie(texts.map((text) => Array.from(text))));
  }

  /**
   * The texts that a regular expression of ECMA-262 finds something in.
   *
   * @throws UnsupportedPattern
   */
  ofPattern(pattern: string): TextLanguage {
    let language = this.#patterns.get(pattern);
    if (language === undefined) {
      language = parsePattern(pattern, this.#expressions);
      this.#patterns.set(pattern, language);
    }
    return language;
  }

  both(...languages: readonly TextLanguage[]): TextLanguage {
    return this.#expressions.both(...languages);
  }

  either(...languages: readonly TextLanguage[]): TextLanguage {
    return this.#expressions.either(...languages);
  }

  /** All other texts. */
  not(language: TextLanguage): TextLanguage {
    return this.#expressions.both(this.any, this.#expressions.not(language));
  }

  contains(language: TextLanguage, text: string): boolean {
    let rest = this.#expressions.after(language, textStart);
    for (const char of text)
      rest = this.#expressions.after(rest, char.codePointAt(0) ?? 0);
    return this.#expressions.after(rest, textEnd).isNullable;
  }

  /**
   * The automaton that accepts exactly the texts of a language, from state 0 on; every state leads to an accepting one. Empty if the language is.
   *
   * @throws TooComplex
   */
  automaton(language: TextLanguage): TextState[] {
    const classes = characterClasses(language);
    const start = this.#expressions.after(language, textStart);
    const numbers = new Map<Expression, number>([[start, 0]]);
    const order = [start];
    const rows: number[][] = [];
    for (const state of order) {
      rows.push(
        classes.map(({ example }) => {
          const next = this.#expressions.after(state, example);
          if (next === this.#expressions.nothing) return -1;
          let number = numbers.get(next);
          if (number === undefined) {
            number = order.length;
            if (number >= maxStates) throw new TooComplex();
            numbers.set(next, number);
            order.push(next);
          }
          return number;
        }),
      );
    }
    const accepting = order.map(
      (state) => this.#expressions.after(state, textEnd).isNullable,
    );
    const sets = classes.map(({ set }) => set);
    return toStates(rows, accepting, sets);
  }

  /** As `automaton` of all texts but these, however many they are. */
  automatonOfOthers(texts: readonly string[]): TextState[] {
    const numAnything = 1;
    const states: TextState[] = [
      { isAccepting: true, edges: new Map() },
      { isAccepting: true, edges: new Map([[numAnything, anyChar]]) },
    ];
    const open = [{ state: 0, texts: texts.map((text) => Array.from(text)) }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const byFirst = Map.groupBy(next.texts, ([first]) => first ?? '');
      const edges = new Map<number, CharSet>();
      for (const [first, those] of byFirst) {
        if (first === '') continue;
        const state = states.push({ isAccepting: true, edges: new Map() }) - 1;
        edges.set(state, charsOf(first));
        open.push({ state, texts: those.map((text) => text.slice(1)) });
      }
      edges.set(numAnything, complement(union(...edges.values())));
      states[next.state] = { isAccepting: !byFirst.has(''), edges };
    }
    return states;
  }

  #between(inner: Expression): TextLanguage {
    return this.#expressions.sequence(this.#start, inner, this.#end);
  }

  #trie(texts: readonly (readonly string[])[]): Expression {
    const expressions = this.#expressions;
    const byFirst = Map.groupBy(texts, ([first]) => first ?? '');
    const parts = Array.from(byFirst, ([first, those]) =>
      first === ''
        ? expressions.empty
        : expressions.sequence(
            expressions.text(first),
            this.#trie(those.map((text) => text.slice(1))),
          ),
    );
    return expressions.either(...parts);
  }
}

interface CharacterClass {
  readonly example: number;
  readonly set: CharSet;
}

/** Characters that no set of the expression tells apart belong together. */
function characterClasses(root: Expression): CharacterClass[] {
  const sets = charSetsIn(root).filter(
    ([first]) => first !== undefined && first < textStart,
  );
  const borders = new Set([0]);
  const changes = new Map<number, number[]>();
  sets.forEach((set, index) => {
    for (const [first, last] of rangesOf(set))
      for (const at of [first, last + 1]) {
        borders.add(at);
        const those = changes.get(at);
        if (those === undefined) changes.set(at, [index]);
        else those.push(index);
      }
  });
  const sorted = [...borders].filter((at) => at < textStart).toSorted((a, b) => a - b);
  const inside = new Set<number>();
  const classes = new Map<string, [number, number][]>();
  sorted.forEach((first, index) => {
    for (const set of changes.get(first) ?? []) {
      if (inside.has(set)) inside.delete(set);
      else inside.add(set);
    }
    const last = (sorted[index + 1] ?? textStart) - 1;
    const key = [...inside].toSorted((a, b) => a - b).join(',');
    const ranges = classes.get(key);
    if (ranges === undefined) classes.set(key, [[first, last]]);
    else ranges.push([first, last]);
  });
  return Array.from(classes.values(), (ranges) => ({
    example: ranges[0]?.[0] ?? 0,
    set: charSet(...ranges),
  }));
}

/** Without states that lead nowhere, and as a rule with those joined that accept the same. */
function toStates(
  rows: readonly (readonly number[])[],
  accepting: readonly boolean[],
  sets: readonly CharSet[],
): TextState[] {
  const isUseful = usefulStates(
    rows.map((row) => new Set(row)),
    accepting,
  );
  if (isUseful[0] !== true) return [];
  const useful = rows.map((row) => row.map((to) => (to >= 0 && isUseful[to] ? to : -1)));
  const block =
    rows.length > maxJoinedStates
      ? rows.map((_, state) => state)
      : joinStates(useful, accepting);
  const states: TextState[] = [];
  const numbers = new Map<number, number>([[block[0] ?? 0, 0]]);
  const examples = [0];
  for (const state of examples) {
    const edges = new Map<number, [number, number][]>();
    useful[state]?.forEach((to, index) => {
      if (to < 0) return;
      let number = numbers.get(block[to]!);
      if (number === undefined) {
        number = examples.length;
        numbers.set(block[to]!, number);
        examples.push(to);
      }
      const ranges = rangesOf(sets[index] ?? []);
      edges.set(number, [...(edges.get(number) ?? []), ...ranges]);
    });
    states.push({
      isAccepting: accepting[state] === true,
      edges: new Map(Array.from(edges, ([to, ranges]) => [to, charSet(...ranges)])),
    });
  }
  return states;
}

/** The number of a block for each state; states of a block accept the same (Moore). */
function joinStates(
  rows: readonly (readonly number[])[],
  accepting: readonly boolean[],
): number[] {
  let block = accepting.map(Number);
  for (let numBlocks = 0; ;) {
    const names = new Map<string, number>();
    const known = block;
    const next = rows.map((row, state) => {
      const name = `${known[state]}:${row.map((to) => (to < 0 ? '' : known[to])).join()}`;
      let number = names.get(name);
      if (number === undefined) names.set(name, (number = names.size));
      return number;
    });
    block = next;
    if (names.size === numBlocks) return block;
    numBlocks = names.size;
  }
}
