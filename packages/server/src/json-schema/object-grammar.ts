import type { Conjunction, Facts } from './facts.ts';
import { literal } from './grammar-text.ts';
import { SchemaFault, type Schema } from './schema.ts';
import { automatonRule } from './text-grammar.ts';
import type { TextLanguage } from './text/text-language.ts';
import type { GrammarWriter } from './grammar-writer.ts';

const maxPatterns = 6;
const maxCountedStates = 5000;

interface Property {
  /** Name, colon and value, as GBNF. */
  readonly pair: string;
  readonly isRequired: boolean;
}

/**
 * An object that the facts allow: the properties that are named, in the order in which the schema
 * names them, and then others.
 */
export function objectRule(writer: GrammarWriter, facts: Facts): string {
  if (isUnbounded(facts)) return writer.shared('any-object');
  const ws = writer.shared('ws');
  const properties = namedProperties(writer, facts);
  const others = otherPairs(writer, facts);
  const members = memberRule(writer, facts, properties, others);
  return `"{" ${ws} ${members} "}"`;
}

function isUnbounded({ objects, names, required, ...facts }: Facts): boolean {
  const { minProperties, maxProperties } = facts;
  const numRules = objects.length + names.length + required.size;
  return numRules === 0 && minProperties === 0 && maxProperties === Infinity;
}

function namesIn(facts: Facts): string[] {
  const declared = facts.objects.flatMap((rule) => [...rule.properties.keys()]);
  return [...new Set([...declared, ...facts.required])];
}

function namedProperties(writer: GrammarWriter, facts: Facts): Property[] {
  const ws = writer.shared('ws');
  return namesIn(facts).flatMap((name) => {
    const schemas = writer.space.propertySchemas(facts, name);
    const isRequired = facts.required.has(name);
    if (writer.space.isEmpty(schemas)) {
      if (!isRequired) return [];
      return [{ pair: '[]', isRequired }];
    }
    const key = literal(JSON.stringify(name));
    const pair = `${key} ${ws} ":" ${ws} ${writer.valueRule(schemas)} ${ws}`;
    return [{ pair, isRequired }];
  });
}

/**
 * Names that the schema does not spell out, by the patterns they match; undefined if there may be
 * none. A name is never one of those spelled out, or it would overrule what was written before.
 */
function otherPairs(writer: GrammarWriter, facts: Facts): string | undefined {
  const { texts } = writer.space;
  const patterns = [
    ...new Set(
      facts.objects.flatMap((rule) => rule.patterns.map(([pattern]) => pattern)),
    ),
  ];
  if (patterns.length > maxPatterns)
    throw new SchemaFault(
      `more than ${maxPatterns} 'patternProperties' for one object are not permitted`,
    );
  const languages = patterns.map((pattern) => writer.space.pattern(pattern));
  const names = namesIn(facts);
  const allowed = nameLanguage(writer, facts.names);
  const pairs: string[] = [];
  for (let subset = 0; subset < 2 ** patterns.length; subset++) {
    const isIn = (index: number) => Math.floor(subset / 2 ** index) % 2 === 1;
    const matching = new Set(patterns.filter((_, index) => isIn(index)));
    const schemas = schemasOfOthers(facts, matching);
    if (writer.space.isEmpty(schemas)) continue;
    const wanted = [
      ...allowed,
      ...languages.map((language, index) =>
        isIn(index) ? language : texts.not(language),
      ),
    ];
    const states =
      wanted.length === 0
        ? texts.automatonOfOthers(names)
        : writer.space.automaton(texts.both(...wanted, texts.not(texts.ofTexts(names))));
    if (states.length === 0) continue;
    const ws = writer.shared('ws');
    const value = writer.valueRule(schemas);
    pairs.push(`${automatonRule(writer, states)} ${ws} ":" ${ws} ${value} ${ws}`);
  }
  if (pairs.length === 0) return undefined;
  const name = writer.newName('o');
  writer.define(name, pairs.join(' | '));
  return name;
}

function schemasOfOthers(facts: Facts, matching: ReadonlySet<string>): Conjunction {
  const schemas: Schema[] = [];
  for (const { patterns, additional } of facts.objects) {
    const those = patterns.filter(([pattern]) => matching.has(pattern));
    schemas.push(
      ...(those.length > 0 ? those.map(([, schema]) => schema) : [additional]),
    );
  }
  return schemas.filter((schema) => schema !== true);
}

/** The names that `propertyNames` allows. */
function nameLanguage(writer: GrammarWriter, schemas: Conjunction): TextLanguage[] {
  if (schemas.length === 0) return [];
  const { space } = writer;
  const alternatives = space.alternatives(schemas).flatMap((facts) => {
    if (facts.values !== undefined) {
      const values = space.allowedValues(facts);
      return [space.texts.ofTexts(values.filter((value) => typeof value === 'string'))];
    }
    return facts.types.has('string') ? [space.language(facts)] : [];
  });
  return [space.texts.either(...alternatives)];
}

/**
 * The members of an object. One rule for each property and each number of properties before it,
 * as far as that number matters.
 */
function memberRule(
  writer: GrammarWriter,
  facts: Facts,
  properties: readonly Property[],
  others: string | undefined,
): string {
  const ws = writer.shared('ws');
  const { minProperties, maxProperties } = facts;
  const numRequired = properties.filter(({ isRequired }) => isRequired).length;
  const isMinFree = minProperties <= numRequired;
  const isMaxFree =
    maxProperties >= properties.length &&
    (others === undefined || maxProperties === Infinity);
  // Above these, one more property changes nothing. Whether there is any always matters: a comma.
  const highest = Math.max(isMinFree ? 1 : minProperties, isMaxFree ? 1 : maxProperties);
  if (highest * (properties.length + 1) > maxCountedStates)
    throw new SchemaFault(
      "'minProperties' or 'maxProperties' is too large for this many properties",
    );
  const counted = (count: number) => (isMaxFree ? Math.min(count, highest) : count);
  const prefix = writer.newName('m');
  const known = new Set<string>();
  const open: [number, number][] = [[0, 0]];
  const ruleOf = (index: number, count: number) => {
    const name = `${prefix}-${index}-${count}`;
    if (!known.has(name)) {
      known.add(name);
      open.push([index, count]);
    }
    return name;
  };
  known.add(`${prefix}-0-0`);
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const [index, count] = state;
    const comma = count === 0 ? '' : `"," ${ws} `;
    const property = properties[index];
    const parts: string[] = [];
    if (property === undefined)
      parts.push(...endings(writer, facts, others, { count, comma, isMaxFree }));
    else {
      if (count < maxProperties)
        parts.push(`${comma}${property.pair} ${ruleOf(index + 1, counted(count + 1))}`);
      if (!property.isRequired) parts.push(ruleOf(index + 1, count));
    }
    writer.define(
      `${prefix}-${index}-${count}`,
      parts.length === 0 ? '[]' : parts.join(' | '),
    );
  }
  return `${prefix}-0-0`;
}

/** What may follow the named properties. */
function endings(
  writer: GrammarWriter,
  { minProperties, maxProperties }: Facts,
  others: string | undefined,
  { count, comma, isMaxFree }: { count: number; comma: string; isMaxFree: boolean },
): string[] {
  const parts = count >= minProperties ? ['""'] : [];
  if (others === undefined) return parts;
  // Two of the same name are one property, so that only the first counts for certain.
  if (count + 1 < minProperties) return parts;
  const most = isMaxFree ? Infinity : maxProperties - count;
  if (most < 1) return parts;
  const ws = writer.shared('ws');
  const rest = most === Infinity ? '*' : `{0,${most - 1}}`;
  parts.push(`${comma}${others} ("," ${ws} ${others})${rest}`);
  return parts;
}
