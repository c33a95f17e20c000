import type { CharSet } from '../json-schema/text/char-set.ts';
import { usefulStates } from '../json-schema/text/useful-states.ts';
import type { Alphabet } from './alphabet.ts';
import { type Regex, UnsupportedRegex, widthOf } from './python-regex.ts';

/**
 * Reads text from a place on and says how far an expression matches, as Python does: among the
 * ways to match, the first one in the order of alternatives and repetitions counts, not the
 * longest. What it has matched is the text up to where it accepted last.
 */
export interface RegexAutomaton {
  /** For each state, where a part of the alphabet leads. A match is possible from every state. */
  readonly edges: readonly ReadonlyMap<number, number>[];
  readonly accepting: readonly boolean[];
  /** For each state, the parts of which is not known where they lead. */
  readonly unsure: readonly ReadonlySet<number>[];
}

const maxNodes = 30_000;
const maxStates = 5000;
const maxWork = 2_000_000;

/** What comes next in one way to match; ways are lists of these, the first one first. */
type Node =
  | {
      readonly kind: 'chars';
      readonly parts: ReadonlySet<number>;
      readonly unsure: ReadonlySet<number>;
      readonly next: number;
    }
  | { readonly kind: 'split'; readonly ways: number[] }
  | { readonly kind: 'match' };

/** @throws UnsupportedRegex for an expression that takes too much */
export function toAutomaton(regex: Regex, alphabet: Alphabet): RegexAutomaton {
  const nodes = new NodeWriter(alphabet);
  const start = nodes.write(regex, nodes.add({ kind: 'match' }));
  return withoutDeadEnds(new Ways(nodes.nodes).automaton(start));
}

/** Every set of characters in an expression. */
export function setsIn(regex: Regex): CharSet[] {
  if (regex.kind === 'chars')
    return regex.unsure === undefined ? [regex.set] : [regex.set, regex.unsure];
  return regex.kind === 'repeat' ? setsIn(regex.inner) : regex.parts.flatMap(setsIn);
}

/** Writes an expression from its end on. */
class NodeWriter {
  readonly nodes: Node[] = [];
  readonly #alphabet: Alphabet;
  readonly #sets = new Map<CharSet, ReadonlySet<number>>();

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
  }

  add(node: Node): number {
    if (this.nodes.length >= maxNodes) throw new UnsupportedRegex('is too complex');
    return this.nodes.push(node) - 1;
  }

  /** @return where to begin, so that `next` comes after the expression */
  write(regex: Regex, next: number): number {
    switch (regex.kind) {
      case 'chars': {
        const parts = this.#partsOf(regex.set);
        const unsure = this.#partsOf(regex.unsure ?? []);
        return this.add({ kind: 'chars', parts, unsure, next });
      }
      case 'sequence':
        return regex.parts.reduceRight((after, part) => this.write(part, after), next);
      case 'either':
        return this.add({
          kind: 'split',
          ways: regex.parts.map((part) => this.write(part, next)),
        });
      case 'repeat':
        return this.#repeat(regex, next);
    }
  }

  #partsOf(set: CharSet): ReadonlySet<number> {
    let parts = this.#sets.get(set);
    if (parts === undefined) {
      parts = new Set(this.#alphabet.partsOf(set));
      this.#sets.set(set, parts);
    }
    return parts;
  }

  #repeat({ inner, min, max, isLazy }: Regex & { kind: 'repeat' }, next: number): number {
    const split = (inside: number, after: number) =>
      this.add({ kind: 'split', ways: isLazy ? [after, inside] : [inside, after] });
    let start = next;
    if (max === Infinity) {
      if (widthOf(inner).min === 0 && !isGreedy(inner))
        throw new UnsupportedRegex('repeats without end what may be empty');
      const ways: number[] = [];
      const loop = this.add({ kind: 'split', ways });
      const inside = this.write(inner, loop);
      ways.push(...(isLazy ? [next, inside] : [inside, next]));
      start = loop;
    } else {
      for (let count = min; count < max; count++)
        start = split(this.write(inner, start), next);
    }
    for (let count = 0; count < min; count++) start = this.write(inner, start);
    return start;
  }
}

/** Whether an expression takes nothing only when there is nothing that it could take. */
function isGreedy(regex: Regex): boolean {
  switch (regex.kind) {
    case 'chars':
      return true;
    case 'sequence':
      return regex.parts.every(isGreedy);
    case 'either':
      return (
        regex.parts.every(isGreedy) &&
        regex.parts.slice(0, -1).every((part) => widthOf(part).min > 0)
      );
    case 'repeat':
      return !regex.isLazy && isGreedy(regex.inner);
  }
}

/** Follows all ways to match at once. */
class Ways {
  readonly #nodes: readonly Node[];
  #work = 0;

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  automaton(start: number): RegexAutomaton {
    const first = this.#settle([start]);
    const numbers = new Map([[first.join(), 0]]);
    const states = [first];
    const edges: Map<number, number>[] = [];
    for (const state of states) {
      const row = new Map<number, number>();
      for (const part of this.#partsAfter(state)) {
        const next = this.#step(state, part);
        const key = next.join();
        let number = numbers.get(key);
        if (number === undefined) {
          number = states.push(next) - 1;
          if (number >= maxStates) throw new UnsupportedRegex('is too complex');
          numbers.set(key, number);
        }
        row.set(part, number);
      }
      edges.push(row);
    }
    const accepting = states.map(
      (state) => this.#nodes[state.at(-1) ?? -1]?.kind === 'match',
    );
    const unsure = states.map((state) => this.#unsureAfter(state));
    return { edges, accepting, unsure };
  }

  #unsureAfter(state: readonly number[]): Set<number> {
    const parts = new Set<number>();
    for (const id of state) {
      const node = this.#nodes[id];
      if (node?.kind === 'chars') for (const part of node.unsure) parts.add(part);
    }
    return parts;
  }

  #partsAfter(state: readonly number[]): Set<number> {
    const parts = new Set<number>();
    for (const id of state) {
      const node = this.#nodes[id];
      if (node?.kind === 'chars') for (const part of node.parts) parts.add(part);
    }
    return parts;
  }

  #step(state: readonly number[], part: number): number[] {
    const next: number[] = [];
    for (const id of state) {
      const node = this.#nodes[id];
      if (node?.kind === 'chars' && node.parts.has(part)) next.push(node.next);
    }
    this.#count(state.length);
    return this.#settle(next);
  }

  /**
   * The characters that are looked for from these nodes on, in the order of the ways. Ways behind
   * one that has matched no longer count.
   */
  #settle(nodes: readonly number[]): number[] {
    const found: number[] = [];
    const seen = new Set<number>();
    const open = nodes.toReversed();
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const node = this.#nodes[id]!;
      if (node.kind === 'split') {
        open.push(...node.ways.toReversed());
        continue;
      }
      found.push(id);
      if (node.kind === 'match') break;
    }
    this.#count(seen.size);
    return found;
  }

  #count(work: number): void {
    this.#work += work + 1;
    if (this.#work > maxWork) throw new UnsupportedRegex('is too complex');
  }
}

/** The same without edges to states from which nothing matches; state 0 stays. */
function withoutDeadEnds({ edges, accepting, unsure }: RegexAutomaton): RegexAutomaton {
  const isUseful = usefulStates(
    edges.map((row) => row.values()),
    accepting,
  );
  return {
    edges: edges.map((row) => new Map([...row].filter(([, to]) => isUseful[to]))),
    accepting,
    unsure,
  };
}
