/**
 * The structure of a JSON value: its keys in their order, and what kind of value each holds.
 * A leaf is a word; an object keeps its keys; an array lists the shapes its elements have, each
 * once.
 */
export type Shape = string | readonly Shape[] | { readonly [key: string]: Shape };

/** Keys whose value clients branch on: two values are two structures. */
const discriminators = new Set(['object', 'type', 'role', 'finish_reason']);

/** Keys that are there to vary, from nothing to a few dozen characters. */
const padding = new Set(['obfuscation', 'p']);

/**
 * Reduces a JSON value to its structure. No text of the value survives but that of
 * `object`, `type`, `role` and `finish_reason`, which clients branch on.
 *
 * Empty strings are a kind of their own, for clients trip over them. An integer and a fraction
 * are both `number`: providers write `0` for `0.0`.
 *
 * @example
 * shapeOf({ id: 'a', choices: [] }); // { id: 'string', choices: [] }
 */
export function shapeOf(value: unknown, key = ''): Shape {
  if (value === null) return 'null';
  if (Array.isArray(value)) return distinct(value.map((item) => shapeOf(item)));
  if (typeof value === 'object') {
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([name, item]) => [name, shapeOf(item, name)]));
  }
  if (typeof value !== 'string') return typeof value;
  if (padding.has(key)) return 'string';
  if (value === '') return "''";
  return discriminators.has(key) ? `'${value}'` : 'string';
}

function distinct(shapes: readonly Shape[]): Shape[] {
  return [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
}
