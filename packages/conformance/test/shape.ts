/**
 * What a JSON value is made of: the names of its fields in their order, and the type of
 * everything. Two values of one shape differ in content alone.
 */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(shapeOf).join(', ')}]`;
  if (typeof value !== 'object') return typeof value;
  const fields = Object.entries(value).map(
    ([name, field]) => `${name}: ${shapeOf(field)}`,
  );
  return `{ ${fields.join(', ')} }`;
}
