import { FactFinder } from './fact-finder.ts';
import { canonical, type Conjunction, type Facts } from './facts.ts';
import { integersBetween, numbersBetween } from './numbers.ts';
import type { References } from './references.ts';
import { type Schema, SchemaFault } from './schema.ts';
import { TooComplex } from './text/expression.ts';
import { UnsupportedPattern } from './text/parse-pattern.ts';
import { type TextLanguage, TextLanguages } from './text/text-language.ts';

/** How far down values are looked into for a contradiction. */
const depthOfContradictions = 3;
const depthOfExclusions = 3;

/** What values there are for schemas that hold together. */
export class ValueSpace {
  readonly finder: FactFinder;
  readonly texts = new TextLanguages();
  readonly #languages = new WeakMap<Facts, TextLanguage>();
  readonly #isEmptyText = new Map<TextLanguage, boolean>();

  constructor(references: References) {
    this.finder = new FactFinder(references);
    let depth = 0;
    this.finder.excludes = (a, b) => {
      // Alternatives inside alternatives come back here; to know less is no mistake.
      if (depth >= depthOfExclusions) return false;
      depth++;
      const isEmpty = this.isEmpty([...a, ...b], depthOfContradictions);
      depth--;
      return isEmpty;
    };
  }

  /**
   * The facts of those alternatives that leave something possible.
   *
   * @throws SchemaFault
   */
  alternatives(conjunction: Conjunction): readonly Facts[] {
    return this.finder.find(conjunction).filter((facts) => !this.#isImpossible(facts, 1));
  }

  /** True if there is certainly no value that all the schemas hold for. */
  isEmpty(conjunction: Conjunction, depth = 1): boolean {
    if (conjunction.includes(false)) return true;
    if (depth === 0) return false;
    return this.finder
      .find(conjunction)
      .every((facts) => this.#isImpossible(facts, depth));
  }

  #isImpossible(facts: Facts, depth: number): boolean {
    if (facts.values !== undefined)
      return !facts.values.some((value) => this.#fits(facts, value));
    return [...facts.types].every((type) => {
      switch (type) {
        case 'null':
          return facts.otherValues.includes(null);
        case 'boolean':
          return [true, false].every((value) => facts.otherValues.includes(value));
        case 'integer':
          return integersBetween(facts) === undefined;
        case 'fraction':
          return !facts.types.has('integer') || numbersBetween(facts) === undefined;
        case 'string':
          return this.#isEmptyLanguage(this.language(facts));
        case 'array':
          return this.#isImpossibleArray(facts, depth);
        case 'object':
          return this.#isImpossibleObject(facts, depth);
      }
    });
  }

  #isImpossibleArray(facts: Facts, depth: number): boolean {
    const numFirst = Math.min(facts.minItems, 20);
    for (let index = 0; index < numFirst; index++)
      if (this.isEmpty(itemSchemas(facts, index), depth - 1)) return true;
    return false;
  }

  #isImpossibleObject(facts: Facts, depth: number): boolean {
    if (facts.required.size > facts.maxProperties) return true;
    for (const name of facts.required)
      if (this.isEmpty(this.propertySchemas(facts, name), depth - 1)) return true;
    return false;
  }

  /** The texts that the facts allow. @throws SchemaFault */
  language(facts: Facts): TextLanguage {
    let language = this.#languages.get(facts);
    if (language !== undefined) return language;
    const { texts } = this;
    const parts = facts.patterns.map((pattern) => this.pattern(pattern));
    for (const pattern of facts.otherPatterns)
      parts.push(texts.not(this.pattern(pattern)));
    const others = facts.otherValues.filter((value) => typeof value === 'string');
    if (others.length > 0) parts.push(texts.not(texts.ofTexts(others)));
    const { minLength, maxLength } = facts;
    if (minLength > 0 || maxLength < Infinity || parts.length === 0)
      parts.push(texts.ofLength(minLength, maxLength));
    language = texts.both(...parts);
    this.#languages.set(facts, language);
    return language;
  }

  /** @throws SchemaFault for a pattern that cannot be kept to */
  pattern(pattern: string): TextLanguage {
    try {
      return this.texts.ofPattern(pattern);
    } catch (error) {
      if (error instanceof UnsupportedPattern)
        throw new SchemaFault(
          `'pattern' ${JSON.stringify(pattern.slice(0, 100))} is not permitted: ` +
            `it ${error.message}`,
        );
      throw tooComplex(error);
    }
  }

  /** Whether nothing but a length is asked of texts. */
  isOnlyLength({ patterns, otherPatterns, otherValues }: Facts): boolean {
    return (
      patterns.length === 0 &&
      otherPatterns.length === 0 &&
      !otherValues.some((value) => typeof value === 'string')
    );
  }

  #isEmptyLanguage(language: TextLanguage): boolean {
    let isEmpty = this.#isEmptyText.get(language);
    if (isEmpty === undefined) {
      isEmpty = this.isBroad(language) ? false : this.automaton(language).length === 0;
      this.#isEmptyText.set(language, isEmpty);
    }
    return isEmpty;
  }

  /** Without contradictions by its form: one range of lengths, and no more. */
  isBroad({ form }: TextLanguage): boolean {
    return form.kind === 'sequence';
  }

  automaton(language: TextLanguage): ReturnType<TextLanguages['automaton']> {
    try {
      return this.texts.automaton(language);
    } catch (error) {
      throw tooComplex(error);
    }
  }

  /** All that holds for a property of an object. */
  propertySchemas(facts: Facts, name: string): Conjunction {
    const schemas: Schema[] = [];
    for (const { properties, patterns, additional } of facts.objects) {
      const own = properties.get(name);
      const matching = patterns.filter(([pattern]) =>
        this.texts.contains(this.pattern(pattern), name),
      );
      if (own !== undefined) schemas.push(own);
      schemas.push(...matching.map(([, schema]) => schema));
      if (own === undefined && matching.length === 0) schemas.push(additional);
    }
    if (facts.names.length > 0 && !this.accepts(facts.names, name)) schemas.push(false);
    return schemas.filter((schema) => schema !== true);
  }

  /** Whether the schemas hold for a value. */
  accepts(conjunction: Conjunction, value: unknown): boolean {
    return this.finder.find(conjunction).some((facts) => this.#fits(facts, value));
  }

  /** The values of an enumeration that all else allows. */
  allowedValues(facts: Facts): unknown[] {
    return (facts.values ?? []).filter((value) => this.#fits(facts, value));
  }

  #fits(facts: Facts, value: unknown): boolean {
    const text = canonical(value);
    if (facts.values?.every((allowed) => canonical(allowed) !== text) === true)
      return false;
    if (facts.otherValues.some((other) => canonical(other) === text)) return false;
    switch (typeof value) {
      case 'boolean':
        return facts.types.has('boolean');
      case 'number':
        return fitsNumber(facts, value);
      case 'string':
        return facts.types.has('string') && this.#fitsText(facts, value);
      default:
        if (value === null) return facts.types.has('null');
        return Array.isArray(value)
          ? this.#fitsArray(facts, value)
          : this.#fitsObject(facts, value as Readonly<Record<string, unknown>>);
    }
  }

  #fitsText(facts: Facts, value: string): boolean {
    const length = Array.from(value).length;
    if (length < facts.minLength || length > facts.maxLength) return false;
    return (
      facts.patterns.every((one) => this.texts.contains(this.pattern(one), value)) &&
      !facts.otherPatterns.some((one) => this.texts.contains(this.pattern(one), value))
    );
  }

  #fitsArray(facts: Facts, value: readonly unknown[]): boolean {
    return (
      facts.types.has('array') &&
      value.length >= facts.minItems &&
      value.length <= facts.maxItems &&
      value.every((item, index) => this.accepts(itemSchemas(facts, index), item))
    );
  }

  #fitsObject(facts: Facts, value: Readonly<Record<string, unknown>>): boolean {
    const names = Object.keys(value);
    return (
      facts.types.has('object') &&
      names.length >= facts.minProperties &&
      names.length <= facts.maxProperties &&
      [...facts.required].every((name) => Object.hasOwn(value, name)) &&
      names.every((name) => this.accepts(this.propertySchemas(facts, name), value[name]))
    );
  }
}

function fitsNumber(facts: Facts, value: number): boolean {
  if (!facts.types.has(Number.isInteger(value) ? 'integer' : 'fraction')) return false;
  const { min, max, isMinExcluded, isMaxExcluded, multiplesOf } = facts;
  if (value < min || (isMinExcluded && value === min)) return false;
  if (value > max || (isMaxExcluded && value === max)) return false;
  return multiplesOf.every((divisor) => Number.isInteger(value / divisor));
}

/** All that holds for an item of an array. */
export function itemSchemas(facts: Facts, index: number): Conjunction {
  return facts.items
    .map(({ prefix, rest }) => prefix[index] ?? rest)
    .filter((schema) => schema !== true);
}

/** What went over a limit is a fault of the schema; all else is one of ours. */
function tooComplex(error: unknown): unknown {
  return error instanceof TooComplex
    ? new SchemaFault('a pattern, or what several say together, is too complex')
    : error;
}
