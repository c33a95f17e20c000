/** A number of things, in words: `1 cassette`, `3 cassettes`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
