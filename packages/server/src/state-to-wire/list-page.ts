interface Identified {
  readonly id: string;
}

/** A page of a list as it is sent. */
export function toListPage<T extends Identified>(data: T[], hasMore: boolean) {
  return {
    object: 'list' as const,
    data,
    first_id: data.at(0)?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}
