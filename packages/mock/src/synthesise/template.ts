import { compiled, type Compiled } from './compile-template.ts';
import { isMet, type Tags } from './condition.ts';

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
  readonly tags: Tags;
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
  return filled(compiled(template), filling);
}

function filled(template: Compiled, filling: Filling): unknown {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'value':
      return filling.value(template.name, template.argument);
    case 'list':
      return template.items.flatMap((item) => filledItems(item, filling));
    case 'object':
      return filledObject(template, filling);
    case 'each':
    case 'if':
      return filledItems(template, filling)[0];
  }
}

function filledItems(item: Compiled, filling: Filling): unknown[] {
  if (item.kind === 'each') {
    return filling.items(item.list).map((element) => filled(item.item, element) ?? null);
  }
  if (item.kind === 'if') {
    return isMet(item.condition, filling.tags)
      ? [filled(item.item, filling) ?? null]
      : [];
  }
  return [filled(item, filling) ?? null];
}

function filledObject(
  { entries }: Extract<Compiled, { kind: 'object' }>,
  filling: Filling,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { key, condition, isOptional, item } of entries) {
    if (!isMet(condition, filling.tags)) continue;
    if (key === '...') {
      Object.assign(object, filled(item, filling));
      continue;
    }
    if (Object.hasOwn(object, key)) continue;
    const value = filled(item, filling);
    if (value !== undefined) object[key] = value;
    else if (!isOptional) object[key] = null;
  }
  return object;
}
