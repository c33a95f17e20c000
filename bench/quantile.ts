/** The value below which a fraction of values lies; NaN of none. */
export function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ??
    Number.NaN
  );
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
