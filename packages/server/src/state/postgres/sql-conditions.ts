import type { DocumentKey, ListQuery } from '../state-store.ts';

/** A condition of a query; each `?` stands for the next of its values. */
export type Condition = readonly [sql: string, ...values: unknown[]];

export const notExpired: Condition = [
  '(expires_at IS NULL OR expires_at > extract(epoch FROM now()))',
];

/** The conditions as one, with numbered places for their values. */
export function joined(
  conditions: readonly Condition[],
  firstPlace = 1,
): { sql: string; values: unknown[] } {
  let place = firstPlace;
  const parts = conditions.map(([sql]) => sql.replaceAll('?', () => `$${place++}`));
  return {
    sql: parts.join(' AND '),
    values: conditions.flatMap(([, ...values]) => values),
  };
}

export function exactly({
  collection,
  owner,
  parent = '',
  id,
}: DocumentKey): Condition[] {
  return [
    ['collection = ?', collection],
    ['owner = ?', owner],
    ['parent = ?', parent],
    ['id = ?', id],
  ];
}

export function placeOf({
  collection,
  owner,
  parent,
}: Pick<ListQuery, 'collection' | 'owner' | 'parent'>): Condition[] {
  return [
    ['collection = ?', collection],
    ...(owner === undefined ? [] : [['owner = ?', owner] as const]),
    ...(parent === undefined ? [] : [['parent = ?', parent] as const]),
  ];
}

export function hasPairs(pairs: readonly string[]): Condition[] {
  return pairs.length === 0 ? [] : [['pairs @> ?::text[]', pairs]];
}
