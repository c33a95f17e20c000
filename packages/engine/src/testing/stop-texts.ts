/** The first stop text in a text, and where it begins. */
export function findStop(text: string, stops: readonly string[]) {
  if (stops.length === 0) return undefined;
  return stops
    .map((stop) => ({ text: stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0];
}

/** Length of the longest end of `text` that a stop text might continue. */
export function heldBack(text: string, stops: readonly string[]): number {
  if (stops.length === 0) return 0;
  const lengths = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (length > 0 && !text.endsWith(stop.slice(0, length))) length--;
    return length;
  });
  return Math.max(0, ...lengths);
}
