/** Numbers in [0, 1), the same for equal seeds on every machine. */
export function randomNumbers(seed: number): () => number {
  // A linear congruential generator (Numerical Recipes); its upper bits are the random ones.
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
