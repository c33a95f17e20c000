type Pairs = Readonly<Record<string, string>>;

/**
 * Metadata and labels as texts that a database can look for. JSON, because a text of a database
 * may hold neither a NUL nor half a character, and what clients write may.
 */
export function pairsOf(metadata: Pairs = {}, labels: Pairs = {}): string[] {
  return [
    ...Object.entries(metadata).map((pair) => JSON.stringify(['metadata', ...pair])),
    ...Object.entries(labels).map((pair) => JSON.stringify(['label', ...pair])),
  ];
}
