import type { RegexAutomaton } from './regex-automaton.ts';

/** A set of states of automata, by its number; number 0 is the empty set. */
export type Obligation = number;

/**
 * What the text after a terminal must not do. A terminal takes as much as its expression matches,
 * so what comes after it must not make that match longer: the automaton that has read the terminal
 * reads on, and must not accept again. An obligation is the set of automata that still read.
 */
export class Obligations {
  /** States of all automata in one row: each automaton's from its offset on. */
  readonly #edges: ReadonlyMap<number, number>[] = [];
  readonly #accepting: boolean[] = [];
  readonly #unsure: ReadonlySet<number>[] = [];
  readonly #sets: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, Obligation>([['', 0]]);
  readonly #steps: Map<number, Obligation | undefined>[] = [new Map()];

  /** @return what to add to the states of the automaton */
  add({ edges, accepting, unsure }: RegexAutomaton): number {
    const offset = this.#edges.length;
    for (const row of edges)
      this.#edges.push(new Map(Array.from(row, ([part, to]) => [part, to + offset])));
    this.#accepting.push(...accepting);
    this.#unsure.push(...unsure);
    return offset;
  }

  /** Where the automaton of a state goes; undefined where it reads no further. */
  next(state: number, part: number): number | undefined {
    return this.#edges[state]?.get(part);
  }

  partsAfter(state: number): Iterable<number> {
    return this.#edges[state]?.keys() ?? [];
  }

  accepts(state: number): boolean {
    return this.#accepting[state] === true;
  }

  /** Whether it is not known where a part leads. */
  isUnsure(state: number, part: number): boolean {
    return this.#unsure[state]?.has(part) === true;
  }

  /** None of these automata may accept any more. */
  of(states: Iterable<number>): Obligation {
    const reading = [...new Set(states)].filter((state) => this.#edges[state]!.size > 0);
    const sorted = reading.toSorted((a, b) => a - b);
    const key = sorted.join();
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sets.push(sorted) - 1;
      this.#numbers.set(key, number);
      this.#steps.push(new Map());
    }
    return number;
  }

  statesOf(obligation: Obligation): readonly number[] {
    return this.#sets[obligation] ?? [];
  }

  /** What is left of an obligation after a character; undefined if it is broken, or may be. */
  step(obligation: Obligation, part: number): Obligation | undefined {
    if (obligation === 0) return 0;
    const known = this.#steps[obligation]!;
    if (known.has(part)) return known.get(part);
    const next = this.statesOf(obligation).flatMap(
      (state) => this.#edges[state]?.get(part) ?? [],
    );
    const isBroken =
      next.some((state) => this.#accepting[state]) ||
      this.statesOf(obligation).some((state) => this.isUnsure(state, part));
    const result = isBroken ? undefined : this.of(next);
    known.set(part, result);
    return result;
  }
}
