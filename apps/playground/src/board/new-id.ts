let last = 0;

/** An id for a turn or a run. `crypto.randomUUID` is missing on pages served by plain HTTP. */
export function newId(): string {
  last += 1;
  return `${Date.now().toString(36)}-${last}`;
}
