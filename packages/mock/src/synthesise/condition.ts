/**
 * Whether a condition holds among tags. `a,b`: either; `a+b`: both; `!a`: without. `+` binds
 * tighter than `,`. The empty condition always holds.
 *
 * @example
 * holds('finish+!usage', new Set(['finish'])); // true
 */
export function holds(condition: string, tags: ReadonlySet<string>): boolean {
  if (condition === '') return true;
  return condition
    .split(',')
    .some((all) =>
      all
        .split('+')
        .every((tag) => (tag.startsWith('!') ? !tags.has(tag.slice(1)) : tags.has(tag))),
    );
}
