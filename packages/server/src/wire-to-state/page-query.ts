import type { ListQuery } from '../state/state-store.ts';

interface PageFields {
  readonly limit?: number;
  readonly order?: 'asc' | 'desc';
  readonly after?: string;
  readonly before?: string;
}

/** Which page of a list a query asks for. */
export function toPageQuery(
  { limit = 20, order, after, before }: PageFields,
  defaultOrder: 'asc' | 'desc',
): Pick<ListQuery, 'limit' | 'order' | 'after' | 'before'> {
  return {
    limit,
    order: order ?? defaultOrder,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  };
}

/**
 * The same page of a list that is at hand in whole, oldest first.
 *
 * @returns undefined if nothing has the id to begin or to end at
 */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  { limit, order, after, before }: ReturnType<typeof toPageQuery>,
): { data: T[]; hasMore: boolean } | undefined {
  const ordered = order === 'asc' ? items : items.toReversed();
  const start = after === undefined ? 0 : indexOf(ordered, after) + 1;
  const end = before === undefined ? ordered.length : indexOf(ordered, before);
  if ((after !== undefined && start === 0) || end < 0) return undefined;
  const isBackwards = before !== undefined && after === undefined;
  const from = isBackwards ? Math.max(start, end - limit) : start;
  const data = ordered.slice(from, Math.min(end, from + limit));
  return { data, hasMore: isBackwards ? from > start : from + limit < end };
}

function indexOf(items: readonly { readonly id: string }[], id: string): number {
  return items.findIndex((item) => item.id === id);
}
