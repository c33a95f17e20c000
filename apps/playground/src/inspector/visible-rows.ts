/** The rows of a long list that are worth having in the page. */
export interface VisibleRows {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Rows kept ready above and below what is seen, for scrolling to run ahead. */
const spare = 12;

export function visibleRows(
  numRows: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): VisibleRows {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  const end = Math.ceil((scrollTop + viewHeight) / rowHeight) + spare;
  return { first: Math.min(first, numRows), end: Math.min(end, numRows) };
}
