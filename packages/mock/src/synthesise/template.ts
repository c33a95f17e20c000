import { holds } from './condition.ts';

/** JSON with conditions in its keys and placeholders for its values. */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [key: string]: Template };

/** What a template is filled from. */
export interface Filling {
  readonly tags: ReadonlySet<string>;
  /** The value of `$name` or `$name(arguments)`; undefined if there is none. */
  value(name: string, argument: string | undefined): unknown;
  /** The fillings of the items of a list, for `$each`. */
  items(list: string): readonly Filling[];
}

/**
 * Fills a template.
 *
 * - `"key@condition": …` stands only if the condition holds among the tags; of several entries
 *   for one key the first that holds.
 * - `"key?": "$name"` is left out if there is no such value; without `?` it is null.
 * - `"$name"` and `"$name(argument)"` are values, `"$$text"` is the text `$text`.
 * - `{"$each": "calls", "as": …}` in a list stands for one item per element.
 * - `{"$if": "condition", "as": …}` in a list stands there only if the condition holds.
 * - `{"...@condition": {…}}` adds the entries of another object here.
 *
 * Keys keep their order, so that what is written is what the provider writes.
 */
export function fill(template: Template, filling: Filling): unknown {
  if (typeof template === 'string') return filledText(template, filling);
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.flatMap((item) => filledItems(item, filling));
  return filledObject(template, filling);
}

function filledText(text: string, filling: Filling): unknown {
  if (!text.startsWith('$')) return text;
  if (text.startsWith('$$')) return text.slice(1);
  const [, name = '', argument] = /^\$([\w.-]+)(?:\((.*)\))?$/s.exec(text) ?? [];
  return filling.value(name, argument);
}

function filledItems(item: Template, filling: Filling): unknown[] {
  if (typeof item === 'object' && item !== null && !isList(item)) {
    const condition = item['$if'];
    if (typeof condition === 'string') {
      if (!holds(condition, filling.tags)) return [];
      return [fill(item['as'] ?? null, filling)];
    }
    const list = item['$each'];
    if (typeof list === 'string') {
      return filling.items(list).map((element) => fill(item['as'] ?? null, element));
    }
  }
  return [fill(item, filling) ?? null];
}

function filledObject(
  template: { readonly [key: string]: Template },
  filling: Filling,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const [entry, item] of Object.entries(template)) {
    const { key, condition, isOptional } = readEntry(entry);
    if (!holds(condition, filling.tags)) continue;
    if (key === '...') {
      Object.assign(filled, fill(item, filling));
      continue;
    }
    if (key in filled) continue;
    const value = fill(item, filling);
    if (value !== undefined) filled[key] = value;
    else if (!isOptional) filled[key] = null;
  }
  return filled;
}

function readEntry(entry: string) {
  const at = entry.lastIndexOf('@');
  const condition = at > 0 ? entry.slice(at + 1) : '';
  const name = at > 0 ? entry.slice(0, at) : entry;
  const isOptional = name.endsWith('?');
  return { key: isOptional ? name.slice(0, -1) : name, condition, isOptional };
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}
