import { SchemaFault } from './schema.ts';
import { anyNumber } from './numbers.ts';
import type { Conjunction } from './facts.ts';
import type { ValueSpace } from './value-space.ts';

const maxRules = 60_000;
const maxGrammarLength = 3_000_000;

/** Rules that every grammar may use. */
const sharedRules = {
  ws: '([ ] | "\\n" [ \\t]{0,20})?',
  char: '[^"\\\\\\x00-\\x1f] | "\\\\" (["\\\\/bfnrt] | "u" unit)',
  // A pair of surrogates is written as the character it means, and one alone is none.
  unit: '([0-9a-cA-CefEF] [0-9a-fA-F] | [dD] [0-7]) [0-9a-fA-F]{2}',
  string: '"\\"" char* "\\""',
  'any-number': anyNumber,
  value: '"null" | "true" | "false" | any-number | string | any-array | any-object',
  'any-array': '"[" ws (value ws ("," ws value ws)*)? "]"',
  'any-object': '"{" ws (pair ws ("," ws pair ws)*)? "}"',
  pair: 'string ws ":" ws value',
} as const;

/** The rules of one grammar, as they are written. */
export abstract class GrammarWriter {
  readonly space: ValueSpace;
  readonly #rules = new Map<string, string>();
  #numNames = 0;
  #length = 0;

  constructor(space: ValueSpace) {
    this.space = space;
  }

  /** The name of the rule for a value that all the schemas hold for. */
  abstract valueRule(conjunction: Conjunction): string;

  newName(prefix: string): string {
    return `${prefix}${this.#numNames++}`;
  }

  /** @throws SchemaFault if the grammar becomes too large */
  define(name: string, body: string): void {
    this.#length += name.length + body.length + 6;
    if (this.#rules.size >= maxRules || this.#length > maxGrammarLength)
      throw new SchemaFault('the schema is too large for a grammar');
    this.#rules.set(name, body);
  }

  /** The name of a rule that every grammar may use, which is then part of this one. */
  shared(name: keyof typeof sharedRules): string {
    if (!this.#rules.has(name)) {
      this.define(name, sharedRules[name]);
      for (const other of Object.keys(sharedRules) as (keyof typeof sharedRules)[])
        if (new RegExp(`(?<![-\\w])${other}(?![-\\w])`).test(sharedRules[name]))
          this.shared(other);
    }
    return name;
  }

  toString(): string {
    return `${Array.from(this.#rules, ([name, body]) => `${name} ::= ${body}`).join('\n')}\n`;
  }
}
