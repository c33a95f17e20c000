import { type Condition, readCondition } from './condition.ts';
import type { Template } from './template.ts';

/** A template whose keys and placeholders have been read. */
export type Compiled =
  | { readonly kind: 'literal'; readonly value: unknown }
  | {
      readonly kind: 'value';
      readonly name: string;
      readonly argument: string | undefined;
    }
  | { readonly kind: 'list'; readonly items: readonly Compiled[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | { readonly kind: 'each'; readonly list: string; readonly item: Compiled }
  | { readonly kind: 'if'; readonly condition: Condition; readonly item: Compiled };

interface Entry {
  readonly key: string;
  readonly condition: Condition;
  readonly isOptional: boolean;
  readonly item: Compiled;
}

/** Templates are data that does not change: each is read once. */
const known = new WeakMap<object, Compiled>();

export function compiled(template: Template): Compiled {
  if (typeof template === 'string') return compiledText(template);
  if (typeof template !== 'object' || template === null) {
    return { kind: 'literal', value: template };
  }
  const before = known.get(template);
  if (before) return before;
  const read = isList(template)
    ? { kind: 'list' as const, items: template.map(compiled) }
    : compiledObject(template);
  known.set(template, read);
  return read;
}

function compiledText(text: string): Compiled {
  if (!text.startsWith('$')) return { kind: 'literal', value: text };
  if (text.startsWith('$$')) return { kind: 'literal', value: text.slice(1) };
  const [, name = '', argument] = /^\$([\w.-]+)(?:\((.*)\))?$/s.exec(text) ?? [];
  return { kind: 'value', name, argument };
}

function compiledObject(template: { readonly [key: string]: Template }): Compiled {
  const { $each: list, $if: condition, as = null } = template;
  if (typeof list === 'string') return { kind: 'each', list, item: compiled(as) };
  if (typeof condition === 'string') {
    return { kind: 'if', condition: readCondition(condition), item: compiled(as) };
  }
  const entries = Object.entries(template).map(([text, item]) => readEntry(text, item));
  return { kind: 'object', entries };
}

function readEntry(text: string, item: Template): Entry {
  const at = text.lastIndexOf('@');
  const name = at > 0 ? text.slice(0, at) : text;
  const isOptional = name.endsWith('?');
  return {
    key: isOptional ? name.slice(0, -1) : name,
    condition: readCondition(at > 0 ? text.slice(at + 1) : ''),
    isOptional,
    item: compiled(item),
  };
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}
