import type { GrammarSymbol, Production, TerminalGrammar } from './context-free.ts';
import { unsupported } from './lark-fault.ts';
import type { Lexing } from './lexing.ts';
import type { TerminalSet } from './neighbours.ts';
import type { Obligation } from './obligations.ts';

const maxSteps = 3_000_000;

/** A place in a terminal, and what the terminals before it oblige its text to. */
export interface TokenPlace {
  readonly state: number;
  readonly obligation: Obligation;
}

/**
 * What texts of a grammar oblige what follows them to. A text that follows an obligation, and that
 * keeps it, leaves another one behind; a rule is possible after an obligation if it leaves any.
 */
export class LexedLanguage {
  readonly lexing: Lexing;
  readonly grammar: TerminalGrammar;
  readonly #ruleExits = new Map<string, RuleExits>();
  readonly #tokenExits = new Map<string, ReadonlySet<Obligation>>();
  readonly #ignoredExits = new Map<string, ReadonlySet<Obligation>>();
  readonly #firsts = new Map<Production, Map<number, TerminalSet | undefined>>();
  readonly #terminalExits = new Map<string, ReadonlySet<Obligation>>();
  #numSteps = 0;

  constructor(grammar: TerminalGrammar, lexing: Lexing) {
    this.grammar = grammar;
    this.lexing = lexing;
  }

  /** What texts may begin with, once what is ignored at their beginning is read. */
  get starts(): ReadonlySet<Obligation> {
    return this.exitsOfIgnored(0, this.lexing.neighbours.first);
  }

  /** What a symbol leaves, with what is ignored behind its terminals. */
  exitsOf(symbol: GrammarSymbol, before: Obligation): ReadonlySet<Obligation> {
    if (symbol < 0) return this.#exitsOfTerminal(~symbol, before);
    const key = `${symbol},${before}`;
    if (!this.#ruleExits.has(key)) this.#complete(symbol, before);
    return this.#ruleExits.get(key)!.exits;
  }

  /** What ignored terminals leave, however many, before one of these that are not. */
  exitsOfIgnored(before: Obligation, next: TerminalSet): ReadonlySet<Obligation> {
    const key = `${before},${next.join()}`;
    let exits = this.#ignoredExits.get(key);
    if (exits === undefined) {
      const found = new Set([before]);
      for (const each of found)
        for (const terminal of this.grammar.ignored)
          for (const exit of this.exitsOfToken(terminal, each)) found.add(exit);
      exits = new Set(Array.from(found, (exit) => this.lexing.before(exit, next)));
      this.#ignoredExits.set(key, exits);
    }
    return exits;
  }

  /**
   * What an obligation comes to within a production: it counts as far as what follows there could
   * break it.
   *
   * @param at where in the production the obligation is to be kept
   */
  within(production: Production, at: number, obligation: Obligation): Obligation {
    if (obligation === 0) return 0;
    const next = this.#firstFrom(production, at);
    return next === undefined ? obligation : this.lexing.before(obligation, next);
  }

  #firstFrom(production: Production, at: number): TerminalSet | undefined {
    let known = this.#firsts.get(production);
    if (known === undefined) this.#firsts.set(production, (known = new Map()));
    if (!known.has(at))
      known.set(at, this.lexing.neighbours.firstOf(production.slice(at)));
    return known.get(at);
  }

  /** What a terminal leaves, with nothing before it. */
  exitsOfToken(terminal: number, before: Obligation): ReadonlySet<Obligation> {
    const key = `${terminal},${before}`;
    let exits = this.#tokenExits.get(key);
    if (exits === undefined) {
      const found = new Set<Obligation>();
      const seen = new Set<string>();
      const open: TokenPlace[] = [{ state: 0, obligation: before }];
      for (let place = open.pop(); place !== undefined; place = open.pop()) {
        const name = `${place.state},${place.obligation}`;
        if (seen.has(name)) continue;
        seen.add(name);
        const exit = this.exitAt(terminal, place);
        if (exit !== undefined) found.add(exit);
        for (const { next } of this.stepsFrom(terminal, place)) open.push(next);
      }
      this.#tokenExits.set(key, (exits = found));
    }
    return exits;
  }

  /** Where the characters of a terminal lead from a place. */
  stepsFrom(
    terminal: number,
    { state, obligation }: TokenPlace,
  ): { readonly part: number; readonly next: TokenPlace }[] {
    const { obligations } = this.lexing;
    const steps: { part: number; next: TokenPlace }[] = [];
    for (const [part, to] of this.lexing.tokenOf(terminal).edges[state] ?? []) {
      this.#count();
      const left = obligations.step(obligation, part);
      if (left !== undefined) steps.push({ part, next: { state: to, obligation: left } });
    }
    return steps;
  }

  /** What a terminal leaves if it ends at a place; undefined if it cannot. */
  exitAt(terminal: number, { state, obligation }: TokenPlace): Obligation | undefined {
    const { lexing } = this;
    const own = lexing.tokenOf(terminal).ends[state];
    if (own === undefined) return undefined;
    const { obligations } = lexing;
    const all = obligations.of([
      ...obligations.statesOf(own),
      ...obligations.statesOf(obligation),
    ]);
    return lexing.before(all, lexing.followers[terminal]!);
  }

  #exitsOfTerminal(terminal: number, before: Obligation): ReadonlySet<Obligation> {
    const key = `${terminal},${before}`;
    let exits = this.#terminalExits.get(key);
    if (exits === undefined) {
      const next = this.lexing.neighbours.after[terminal]!;
      const ends = [...this.exitsOfToken(terminal, before)];
      exits = new Set(ends.flatMap((end) => Array.from(this.exitsOfIgnored(end, next))));
      this.#terminalExits.set(key, exits);
    }
    return exits;
  }

  /** Finds the exits of a rule and of all that it takes, until there are no more of them. */
  #complete(rule: number, before: Obligation): void {
    const open: RuleExits[] = [];
    const waiting = new Set<RuleExits>();
    const wake = (each: RuleExits) => {
      if (waiting.has(each)) return;
      waiting.add(each);
      open.push(each);
    };
    const find = (symbol: number, start: Obligation): RuleExits => {
      const key = `${symbol},${start}`;
      let known = this.#ruleExits.get(key);
      if (known === undefined) {
        known = { rule: symbol, before: start, exits: new Set(), users: new Set() };
        this.#ruleExits.set(key, known);
        wake(known);
      }
      return known;
    };
    find(rule, before);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      waiting.delete(next);
      const numBefore = next.exits.size;
      for (const production of this.grammar.rules[next.rule] ?? [])
        this.#follow(production, next, find);
      if (next.exits.size > numBefore) for (const user of next.users) wake(user);
    }
  }

  #follow(
    production: Production,
    user: RuleExits,
    find: (symbol: number, start: Obligation) => RuleExits,
  ): void {
    let reached: ReadonlySet<Obligation> = new Set([user.before]);
    for (const [at, symbol] of production.entries()) {
      const following = new Set<Obligation>();
      for (const start of reached) {
        this.#count();
        let exits: ReadonlySet<Obligation>;
        if (symbol < 0) exits = this.#exitsOfTerminal(~symbol, start);
        else {
          const used = find(symbol, start);
          used.users.add(user);
          ({ exits } = used);
        }
        for (const exit of exits) following.add(this.within(production, at + 1, exit));
      }
      reached = following;
    }
    for (const exit of reached) user.exits.add(exit);
  }

  #count(): void {
    if (++this.#numSteps > maxSteps) throw unsupported('a grammar this complex');
  }
}

interface RuleExits {
  readonly rule: number;
  readonly before: Obligation;
  readonly exits: Set<Obligation>;
  /** What depends on the exits. */
  readonly users: Set<RuleExits>;
}
