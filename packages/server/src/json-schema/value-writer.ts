import type { Conjunction, Facts } from './facts.ts';
import { literal } from './grammar-text.ts';
import { GrammarWriter } from './grammar-writer.ts';
import { anyNumber, integersBetween, multiplesOf, numbersBetween } from './numbers.ts';
import { objectRule } from './object-grammar.ts';
import { isSchemaObject, SchemaFault } from './schema.ts';
import { textRule } from './text-grammar.ts';
import { itemSchemas } from './value-space.ts';

const maxDivisor = 200;

/** Writes the rules for values of all types. */
export class ValueWriter extends GrammarWriter {
  readonly #byKey = new Map<string, string>();

  override valueRule(conjunction: Conjunction): string {
    const key = this.space.finder.keyOf(conjunction);
    if (key === '') return this.shared('value');
    let name = this.#byKey.get(key);
    if (name === undefined) {
      name = this.newName('v');
      this.#byKey.set(key, name);
      this.define(name, this.#alternatives(conjunction, name));
    }
    return name;
  }

  #alternatives(conjunction: Conjunction, name: string): string {
    const parts = new Set<string>();
    for (const facts of this.space.alternatives(conjunction))
      for (const part of this.#partsOf(facts, `${name}-${parts.size}`)) parts.add(part);
    return parts.size === 0 ? '[]' : [...parts].join(' | ');
  }

  *#partsOf(facts: Facts, name: string): Generator<string> {
    if (facts.values !== undefined) {
      for (const value of this.space.allowedValues(facts)) yield this.#literal(value);
      return;
    }
    const { types, otherValues } = facts;
    for (const [text, value] of [
      ['null', null],
      ['true', true],
      ['false', false],
    ] as const)
      if (types.has(value === null ? 'null' : 'boolean') && !otherValues.includes(value))
        yield literal(text);
    yield* this.#numbers(facts, name);
    if (types.has('string')) yield textRule(this, facts);
    if (types.has('array')) yield this.#array(facts);
    if (types.has('object')) yield objectRule(this, facts);
  }

  *#numbers(facts: Facts, name: string): Generator<string> {
    const { types, multiplesOf: divisors, otherValues } = facts;
    if (!types.has('integer')) return;
    if (otherValues.some((value) => typeof value === 'number')) {
      yield* this.#numbersWithout(facts, name);
      return;
    }
    const divisor = divisors.filter((one) => one !== 1);
    const isWhole = !types.has('fraction') || divisors.length > 0;
    if (divisor.length > 0) {
      yield this.#multiples(facts, divisor, name);
      return;
    }
    const text = isWhole ? integersBetween(facts) : numbersBetween(facts);
    if (text === undefined) return;
    if (text === anyNumber) yield this.shared('any-number');
    else yield `(${text})`;
  }

  /** A range is cut at each number that is left out. */
  *#numbersWithout(facts: Facts, name: string): Generator<string> {
    const others = facts.otherValues
      .filter((value) => typeof value === 'number')
      .toSorted((a, b) => a - b);
    const rest = facts.otherValues.filter((value) => typeof value !== 'number');
    let from = { min: facts.min, isMinExcluded: facts.isMinExcluded };
    for (const other of [...others, undefined]) {
      const to =
        other === undefined || other > facts.max
          ? { max: facts.max, isMaxExcluded: facts.isMaxExcluded }
          : { max: other, isMaxExcluded: true };
      if (from.min <= to.max)
        yield* this.#numbers({ ...facts, ...from, ...to, otherValues: rest }, name);
      if (other === undefined || other > facts.max) return;
      if (other >= from.min) from = { min: other, isMinExcluded: true };
    }
  }

  #multiples(facts: Facts, divisors: readonly number[], name: string): string {
    const [divisor = 1] = divisors;
    const isOther = divisors.some((one) => one !== divisor);
    const isBounded = facts.min !== -Infinity || facts.max !== Infinity;
    if (isOther || !Number.isInteger(divisor) || (divisor > maxDivisor && !isBounded))
      throw new SchemaFault(
        `'multipleOf' must be one integer of at most ${maxDivisor} to be enforced`,
      );
    if (isBounded) return this.#countedMultiples(facts, divisor);
    for (const [rule, body] of multiplesOf(divisor, `${name}-multiple`))
      this.define(rule, body);
    return `${name}-multiple`;
  }

  /** Few enough to be listed. */
  #countedMultiples(facts: Facts, divisor: number): string {
    const first = Math.ceil(facts.min / divisor);
    const last = Math.floor(facts.max / divisor);
    if (!(last - first <= 1000 && Number.isSafeInteger(first * divisor)))
      throw new SchemaFault(
        "'multipleOf' together with bounds must leave at most 1000 values to be enforced",
      );
    const values: string[] = [];
    for (let factor = first; factor <= last; factor++) {
      const value = factor * divisor;
      if (facts.isMinExcluded && value === facts.min) continue;
      if (facts.isMaxExcluded && value === facts.max) continue;
      values.push(literal(String(value === 0 ? 0 : value)));
    }
    return values.length === 0 ? '[]' : `(${values.join(' | ')})`;
  }

  #array(facts: Facts): string {
    const ws = this.shared('ws');
    const numPlaced = Math.max(0, ...facts.items.map(({ prefix }) => prefix.length));
    const rest = itemSchemas(facts, numPlaced);
    const max = this.space.isEmpty(rest) ? numPlaced : facts.maxItems;
    const item = (index: number) => this.valueRule(itemSchemas(facts, index));
    // From the back: what may follow after so many items.
    let tail = '';
    if (max > numPlaced) {
      const least = Math.max(0, facts.minItems - Math.max(numPlaced, 1));
      const most = facts.maxItems - Math.max(numPlaced, 1);
      const count = most === Infinity ? `{${least},}` : `{${least},${most}}`;
      if (most > 0) tail = `("," ${ws} ${this.valueRule(rest)} ${ws})${count}`;
    }
    const numSingle = Math.min(Math.max(numPlaced, 1), facts.maxItems);
    for (let index = numSingle - 1; index >= 0; index--) {
      const comma = index === 0 ? '' : `"," ${ws} `;
      const inner = `${comma}${item(index)} ${ws} ${tail}`;
      const mayStop = index >= facts.minItems;
      const name = this.newName('a');
      this.define(name, mayStop ? `(${inner})?` : inner);
      tail = name;
    }
    return `"[" ${ws} ${tail} "]"`;
  }

  #literal(value: unknown): string {
    const ws = this.shared('ws');
    const write = (part: unknown): string => {
      if (Array.isArray(part))
        return part.length === 0
          ? `"[" ${ws} "]"`
          : `"[" ${ws} ${part.map(write).join(` ${ws} "," ${ws} `)} ${ws} "]"`;
      if (!isSchemaObject(part)) return literal(JSON.stringify(part));
      const pairs = Object.entries(part).map(
        ([key, inner]) =>
          `${literal(JSON.stringify(key))} ${ws} ":" ${ws} ${write(inner)}`,
      );
      return pairs.length === 0
        ? `"{" ${ws} "}"`
        : `"{" ${ws} ${pairs.join(` ${ws} "," ${ws} `)} ${ws} "}"`;
    };
    return write(value);
  }
}
