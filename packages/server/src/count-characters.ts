/** The number of characters in a text as Unicode counts them, not as JavaScript does. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
