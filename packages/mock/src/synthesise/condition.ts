/** Words in force: the kinds of an event, what a request asked for, a variant's name. */
export type Tags = Pick<ReadonlySet<string>, 'has'>;

/** A condition, read: any of these, where all of a list must be there or not. */
export type Condition = readonly (readonly Term[])[];

interface Term {
  readonly tag: string;
  readonly isThere: boolean;
}

/**
 * Reads a condition. `a,b`: either; `a+b`: both; `!a`: without. `+` binds tighter than `,`. The
 * empty condition always holds.
 */
export function readCondition(text: string): Condition {
  if (text === '') return [[]];
  return text.split(',').map((all) =>
    all.split('+').map((term) => {
      const isThere = !term.startsWith('!');
      return { tag: isThere ? term : term.slice(1), isThere };
    }),
  );
}

/** Whether a condition holds among tags. */
export function isMet(condition: Condition, tags: Tags): boolean {
  return condition.some((all) =>
    all.every(({ tag, isThere }) => tags.has(tag) === isThere),
  );
}

/**
 * Whether a condition holds among tags, read on the spot.
 *
 * @example
 * holds('finish+!usage', new Set(['finish'])); // true
 */
export function holds(condition: string, tags: Tags): boolean {
  return isMet(readCondition(condition), tags);
}
