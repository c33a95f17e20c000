import type { CharSet } from '../json-schema/text/char-set.ts';
import { Alphabet } from './alphabet.ts';
import type { TerminalGrammar } from './context-free.ts';
import { unsupported } from './lark-fault.ts';
import { findRivals, rankTerminals, type Rivals } from './lexing-rivals.ts';
import {
  addAll,
  addTerminal,
  findNeighbours,
  type Neighbours,
  type TerminalSet,
  terminalsIn,
} from './neighbours.ts';
import { type Obligation, Obligations } from './obligations.ts';
import { UnsupportedRegex } from './python-regex.ts';
import { setsIn, toAutomaton } from './regex-automaton.ts';
import type { TerminalPatterns } from './terminal-patterns.ts';

/** Reads what is a terminal's, character by character, from state 0 on. */
export interface TokenAutomaton {
  /** For each state, where a part of the alphabet leads. */
  readonly edges: readonly ReadonlyMap<number, number>[];
  /** For each state, to what its terminal obliges the text after it; undefined if it cannot end. */
  readonly ends: readonly (Obligation | undefined)[];
}

/** Halves of characters, which no text has alone. */
const surrogates: CharSet = [0xd8_00, 0xdf_ff];

const maxTerminals = 2000;
const maxStates = 20_000;
const maxSearch = 20_000;

/**
 * How Lark finds terminals in a text. Both of its ways are kept to. Its Earley parser takes what
 * the expression of a terminal that is possible matches. The lexer in front of its LALR parser
 * tries the terminals that are possible one after the other, and takes the first that matches.
 */
export class Lexing {
  readonly alphabet: Alphabet;
  readonly obligations = new Obligations();
  readonly #grammar: TerminalGrammar;
  readonly neighbours: Neighbours;
  readonly #tokens: TokenAutomaton[];
  /** Where each terminal's automaton begins. */
  readonly #starts: readonly number[];
  /** What may come after each terminal, ignored ones too. */
  readonly followers: readonly TerminalSet[];
  readonly #shortened = new Map<string, Obligation>();

  /**
   * @param isForLalr whether the lexer of the LALR parser is kept to as well, for terminals where
   *   this leaves anything
   * @throws LarkFault
   */
  constructor(
    grammar: TerminalGrammar,
    patterns: TerminalPatterns,
    { isForLalr }: { readonly isForLalr: boolean },
  ) {
    const { terminals } = grammar;
    if (terminals.length > maxTerminals)
      throw unsupported(`more than ${maxTerminals} terminals`);
    this.#grammar = grammar;
    const regexes = terminals.map(({ pattern }) => patterns.regexOf(pattern));
    this.alphabet = new Alphabet(regexes.flatMap(setsIn), surrogates);
    const automata = terminals.map(({ pattern }, index) =>
      ofTerminal(pattern.line, () => toAutomaton(regexes[index]!, this.alphabet)),
    );
    this.#starts = automata.map((automaton) => this.obligations.add(automaton));
    this.neighbours = findNeighbours(grammar, terminals.length);
    this.followers = this.#findFollowers();
    const ranks = rankTerminals(terminals, patterns);
    this.#tokens = terminals.map((_, index) => {
      const whole = this.#token(index);
      if (!isForLalr) return whole;
      const clear = this.#token(index, this.#rivalsOf(index, ranks));
      return this.#isUsable(clear, whole) ? clear : whole;
    });
  }

  tokenOf(terminal: number): TokenAutomaton {
    return this.#tokens[terminal]!;
  }

  /** An obligation without what cannot happen where one of these terminals comes next. */
  before(obligation: Obligation, next: TerminalSet): Obligation {
    if (obligation === 0) return 0;
    const key = `${obligation},${next.join()}`;
    let shortened = this.#shortened.get(key);
    if (shortened === undefined) {
      const states = this.obligations.statesOf(obligation);
      shortened = this.obligations.of(
        states.filter((state) => this.#mayAccept(state, next)),
      );
      this.#shortened.set(key, shortened);
    }
    return shortened;
  }

  charactersOf(part: number): CharSet {
    return this.alphabet.parts[part] ?? [];
  }

  /** What may come after each terminal; after one that is ignored, anything. */
  #findFollowers(): TerminalSet[] {
    const { terminals, ignored } = this.#grammar;
    const all = this.neighbours.first.map(() => 0xff_ff_ff_ff);
    return terminals.map((_, index) => {
      if (ignored.includes(index)) return all;
      const followers = this.neighbours.after[index]!.slice();
      for (const each of ignored) addTerminal(followers, each);
      return followers;
    });
  }

  #rivalsOf(index: number, ranks: readonly number[]): Rivals {
    const { terminals, ignored } = this.#grammar;
    const { first, after } = this.neighbours;
    const isIgnored = ignored.includes(index);
    const possible = new Set(isIgnored ? terminals.keys() : ignored);
    const has = (set: Uint32Array) => (set[index >>> 5]! & (1 << (index & 31))) !== 0;
    const together = new Uint32Array(first.length);
    for (const set of [first, ...after]) if (has(set)) addAll(together, set);
    for (const other of terminalsIn(together)) possible.add(other);
    possible.delete(index);
    const overlapping = [...possible].filter((other) => this.#beginAlike(index, other));
    return findRivals(index, overlapping, terminals, {
      ranks,
      matches: (other, text) => this.#matchesWhole(other, text),
    });
  }

  #beginAlike(one: number, other: number): boolean {
    const [a, b] = [this.#starts[one]!, this.#starts[other]!];
    for (const part of this.obligations.partsAfter(a))
      if (this.obligations.next(b, part) !== undefined) return true;
    return false;
  }

  /** Whether what a terminal matches of a text is all of it. */
  #matchesWhole(terminal: number, text: string): boolean {
    let state = this.#starts[terminal] ?? 0;
    for (const char of text) {
      const codePoint = char.codePointAt(0) ?? 0;
      const part = this.alphabet.parts.findIndex((set) => includes(set, codePoint));
      const next = this.obligations.next(state, part);
      if (next === undefined) return false;
      state = next;
    }
    return this.obligations.accepts(state);
  }

  /**
   * Whether what rivals have left of a terminal is worth having: if all that they leave is in
   * digits or letters of other scripts, nobody means that.
   */
  #isUsable(clear: TokenAutomaton, whole: TokenAutomaton): boolean {
    const isPlain = (part: number) => (this.charactersOf(part)[0] ?? 0x80) < 0x80;
    return (
      canEnd(clear, () => true) && (canEnd(clear, isPlain) || !canEnd(whole, isPlain))
    );
  }

  /** A terminal that stays clear of its rivals. */
  #token(index: number, rivals?: Rivals): TokenAutomaton {
    const { obligations } = this;
    const never = obligations.of(
      (rivals?.never ?? []).map((each) => this.#starts[each]!),
    );
    const first = {
      own: this.#starts[index]!,
      never,
      same: (rivals?.same ?? []).map((each) => ({
        state: this.#starts[each],
        hasAccepted: false,
      })),
      other: (rivals?.other ?? []).map((each) => this.#starts[each]),
    };
    type Place = typeof first;
    const keyOf = ({ own, never: never_, same, other }: Place) =>
      `${own};${never_};${same.map(({ state, hasAccepted }) => `${state}${hasAccepted}`).join()};${other.join()}`;
    const numbers = new Map<string, number>();
    const places = [first];
    const edges: Map<number, number>[] = [];
    for (const place of places) {
      const row = new Map<number, number>();
      for (const part of obligations.partsAfter(place.own)) {
        const neverNext = obligations.step(place.never, part);
        const reading = [
          place.own,
          ...place.same.map(({ state }) => state),
          ...place.other,
        ];
        const isUnsure = reading.some(
          (state) => state !== undefined && obligations.isUnsure(state, part),
        );
        if (neverNext === undefined || isUnsure) continue;
        const next: Place = {
          own: obligations.next(place.own, part)!,
          never: neverNext,
          same: place.same.map(({ state, hasAccepted }) => ({
            state: state === undefined ? undefined : obligations.next(state, part),
            hasAccepted:
              hasAccepted || (state !== undefined && obligations.accepts(state)),
          })),
          other: place.other.map((state) =>
            state === undefined ? undefined : obligations.next(state, part),
          ),
        };
        const key = keyOf(next);
        let number = numbers.get(key);
        if (number === undefined) {
          number = places.push(next) - 1;
          if (number >= maxStates)
            throw unsupported('terminals that are this hard to tell apart');
          numbers.set(key, number);
        }
        row.set(part, number);
      }
      edges.push(row);
    }
    const ends = places.map(({ own, never: never_, same, other }, at) => {
      // A terminal is never empty: where its expression may be, a rule leaves it out.
      if (at === 0 || !obligations.accepts(own)) return undefined;
      if (other.some((state) => state !== undefined && obligations.accepts(state)))
        return undefined;
      const isSame = same.every(
        ({ state, hasAccepted }) =>
          !hasAccepted || (state !== undefined && obligations.accepts(state)),
      );
      if (!isSame) return undefined;
      const reading = [own, ...same.flatMap(({ state }) => state ?? [])];
      return obligations.of([...obligations.statesOf(never_), ...reading]);
    });
    return { edges, ends };
  }

  /**
   * Whether an automaton can come to accept where one of these terminals is next. Where this takes
   * long to find out, it counts as possible.
   */
  #mayAccept(state: number, first: TerminalSet): boolean {
    const { obligations } = this;
    const seen = new Set<string>();
    const open: { reading: number; terminal: number; at: number }[] = [];
    const begin = (reading: number, possible: TerminalSet) => {
      for (const next of terminalsIn(possible)) {
        if (next >= this.#starts.length) continue;
        const key = `${reading},${next}`;
        if (seen.has(key)) continue;
        seen.add(key);
        open.push({ reading, terminal: next, at: this.#starts[next]! });
      }
    };
    begin(state, first);
    let numSteps = 0;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const part of obligations.partsAfter(next.reading)) {
        const at = obligations.next(next.at, part);
        if (at === undefined) continue;
        if (++numSteps > maxSearch) return true;
        const reading = obligations.next(next.reading, part)!;
        if (obligations.accepts(reading)) return true;
        const key = `${reading},${next.terminal},${at}`;
        if (seen.has(key)) continue;
        seen.add(key);
        open.push({ reading, terminal: next.terminal, at });
        if (obligations.accepts(at)) begin(reading, this.followers[next.terminal]!);
      }
    }
    return false;
  }
}

/** Whether a terminal can be completed with these parts of the alphabet. */
function canEnd(
  { edges, ends }: TokenAutomaton,
  isTaken: (part: number) => boolean,
): boolean {
  const reached = new Set([0]);
  for (const state of reached) {
    if (ends[state] !== undefined) return true;
    for (const [part, to] of edges[state] ?? []) if (isTaken(part)) reached.add(to);
  }
  return false;
}

function includes(set: CharSet, codePoint: number): boolean {
  for (let at = 0; at < set.length; at += 2)
    if (codePoint <= set[at + 1]!) return codePoint >= set[at]!;
  return false;
}

function ofTerminal<T>(line: number, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UnsupportedRegex)) throw error;
    throw unsupported(`the regular expression ${error.message}`, line || undefined);
  }
}
