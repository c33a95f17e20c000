import { type LarkGrammar, namesIn } from './definitions.ts';
import { invalid, shown, unsupported } from './lark-fault.ts';
import {
  isTerminalName,
  type LarkDefinition,
  type LarkExpression,
} from './lark-syntax.ts';
import { widthOf } from './python-regex.ts';
import type { TerminalPattern, TerminalPatterns } from './terminal-patterns.ts';

/** A rule by its number, or a terminal: the complement of its number. */
export type GrammarSymbol = number;
export type Production = readonly GrammarSymbol[];

/** A grammar of plain productions. */
export interface ContextFreeGrammar {
  /** The productions of each rule; rule 0 is what everything begins with. */
  readonly rules: readonly (readonly Production[])[];
}

export interface Terminal {
  readonly name: string;
  readonly priority: number;
  readonly pattern: TerminalPattern;
}

/** A grammar with what its terminals are. */
export interface TerminalGrammar extends ContextFreeGrammar {
  readonly terminals: readonly Terminal[];
  /** Numbers of the terminals that may stand between any two others. */
  readonly ignored: readonly number[];
}

const maxSymbols = 200_000;
const maxReferenceDepth = 100;
/** Symbols of one production. */
const maxInRow = 50;

/** @throws LarkFault */
export function toContextFree(
  grammar: LarkGrammar,
  patterns: TerminalPatterns,
): TerminalGrammar {
  return new ContextFreeWriter(grammar, patterns).write();
}

/** What the parameters of a template stand for. */
type Given = ReadonlyMap<string, GrammarSymbol>;

class ContextFreeWriter {
  readonly #grammar: LarkGrammar;
  readonly #patterns: TerminalPatterns;
  readonly #rules: Production[][] = [];
  readonly #terminals: Terminal[] = [];
  readonly #terminalNumbers = new Map<string, number>();
  /** Names of terminals by what they match. */
  readonly #names = new Map<string, string>();
  /** Rules that leave out a terminal, by its number. */
  readonly #emptiable = new Map<number, GrammarSymbol>();
  readonly #ruleNumbers = new Map<string, number>();
  readonly #open: { rule: number; definition: LarkDefinition; given: Given }[] = [];
  #numSymbols = 0;
  #depth = 0;

  constructor(grammar: LarkGrammar, patterns: TerminalPatterns) {
    this.#grammar = grammar;
    this.#patterns = patterns;
  }

  write(): TerminalGrammar {
    if (!this.#grammar.definitions.has('start'))
      throw invalid("expected a rule named 'start'");
    this.#checkReferences();
    this.#rule('start', [], 1);
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const { rule, definition, given } = next;
      this.#rules[rule] = this.#productions(definition.body, given);
    }
    const ignored = this.#grammar.ignored.map((name) => this.#terminal(name, 1));
    return { rules: this.#rules, terminals: this.#terminals, ignored };
  }

  /** What nothing uses has to be right as well, as for Lark. */
  #checkReferences(): void {
    for (const { name, body, parameters, line } of this.#grammar.definitions.values()) {
      if (isTerminalName(name)) {
        this.#names.set(keyOf(this.#patterns.ofTerminal(name, line)), name);
        continue;
      }
      for (const used of namesIn(body))
        if (!parameters.includes(used.name) && !this.#grammar.definitions.has(used.name))
          throw invalid(`${shown(used.name)} is not defined`, used.line);
    }
  }

  #rule(name: string, values: readonly GrammarSymbol[], line: number): GrammarSymbol {
    const definition = this.#grammar.definitions.get(name);
    if (definition === undefined) throw invalid(`${shown(name)} is not defined`, line);
    const { parameters } = definition;
    if (parameters.length !== values.length)
      throw invalid(
        `the template ${shown(name)} takes ${parameters.length} arguments, not ${values.length}`,
        line,
      );
    const key = `${name}{${values.join()}}`;
    const known = this.#ruleNumbers.get(key);
    if (known !== undefined) return known;
    const rule = this.#newRule();
    this.#ruleNumbers.set(key, rule);
    const given = new Map(parameters.map((parameter, at) => [parameter, values[at]!]));
    this.#open.push({ rule, definition, given });
    return rule;
  }

  #newRule(productions: Production[] = []): number {
    this.#numSymbols++;
    this.#count(productions);
    return this.#rules.push(productions) - 1;
  }

  #count(productions: readonly Production[]): void {
    for (const { length } of productions) this.#numSymbols += length + 1;
    if (this.#numSymbols > maxSymbols)
      throw unsupported(`more than ${maxSymbols} symbols`);
  }

  #productions(expression: LarkExpression, given: Given): Production[] {
    const parts = expression.kind === 'alternatives' ? expression.parts : [expression];
    const productions = parts.flatMap((part) =>
      part.kind === 'alternatives'
        ? this.#productions(part, given)
        : [this.#inRows(this.#sequence(part, given))],
    );
    this.#count(productions);
    return productions;
  }

  #sequence(expression: LarkExpression, given: Given): GrammarSymbol[] {
    if (expression.kind !== 'sequence') return [this.#symbol(expression, given)];
    return expression.parts.flatMap((part) => this.#sequence(part, given));
  }

  #symbol(expression: LarkExpression, given: Given): GrammarSymbol {
    switch (expression.kind) {
      case 'literal':
      case 'range':
        return this.#symbolOf(this.#anonymous(this.#patterns.of(expression)));
      case 'name': {
        const { name, templateArguments, line } = expression;
        const value = given.get(name);
        if (value !== undefined && templateArguments.length === 0) return value;
        if (value !== undefined) throw unsupported('a template as an argument', line);
        if (isTerminalName(name)) return this.#symbolOf(this.#terminal(name, line));
        if (++this.#depth > maxReferenceDepth)
          throw unsupported('templates that are nested too deeply', line);
        const values = templateArguments.map((each) => this.#symbol(each, given));
        this.#depth--;
        return this.#rule(name, values, line);
      }
      case 'alternatives':
      case 'sequence':
        return this.#newRule(this.#productions(expression, given));
      case 'repeat':
        return this.#repeated(expression, given);
    }
  }

  #repeated(
    { inner, min, max }: Extract<LarkExpression, { kind: 'repeat' }>,
    given: Given,
  ): GrammarSymbol {
    const symbol = this.#symbol(inner, given);
    let rest: GrammarSymbol[] = [];
    if (max === Infinity) {
      const loop = this.#newRule();
      this.#rules[loop] = [[symbol, loop], []];
      this.#count(this.#rules[loop]);
      rest = [loop];
    } else {
      for (let count = min; count < max; count++)
        rest = [this.#newRule([[symbol, ...rest], []])];
    }
    const production = [...Array.from({ length: min }, () => symbol), ...rest];
    const [only] = production;
    if (only !== undefined && production.length === 1) return only;
    return this.#newRule([this.#inRows(production)]);
  }

  /** A production of no more than so many symbols, the last of which is a rule for the others. */
  #inRows(symbols: readonly GrammarSymbol[]): Production {
    let rest = symbols;
    const rows: (readonly GrammarSymbol[])[] = [];
    for (; rest.length > maxInRow; rest = rest.slice(maxInRow))
      rows.push(rest.slice(0, maxInRow));
    return rows.reduceRight((after, row) => [...row, this.#newRule([after])], rest);
  }

  /** A terminal whose expression may match nothing may be left out. */
  #symbolOf(terminal: number): GrammarSymbol {
    const { pattern } = this.#terminals[terminal]!;
    if (widthOf(this.#patterns.regexOf(pattern)).min > 0) return ~terminal;
    const known = this.#emptiable.get(terminal);
    if (known !== undefined) return known;
    const rule = this.#newRule([[~terminal], []]);
    this.#emptiable.set(terminal, rule);
    return rule;
  }

  #terminal(name: string, line: number): number {
    const known = this.#terminalNumbers.get(name);
    if (known !== undefined) return known;
    const pattern = this.#patterns.ofTerminal(name, line);
    const priority = this.#grammar.definitions.get(name)?.priority ?? 0;
    return this.#addTerminal({ name, priority, pattern });
  }

  /** A text or an expression in a rule is the terminal that is defined as just this. */
  #anonymous(pattern: TerminalPattern): number {
    const key = keyOf(pattern);
    const name = this.#names.get(key);
    if (name !== undefined) return this.#terminal(name, pattern.line);
    const known = this.#terminalNumbers.get(key);
    if (known !== undefined) return known;
    return this.#addTerminal({ name: key, priority: 0, pattern });
  }

  #addTerminal(terminal: Terminal): number {
    const number = this.#terminals.push(terminal) - 1;
    this.#terminalNumbers.set(terminal.name, number);
    return number;
  }
}

function keyOf({ isText, value, flags }: TerminalPattern): string {
  return `${isText ? '"' : '/'}${value}/${flags}`;
}
