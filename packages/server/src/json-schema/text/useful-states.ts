/**
 * Which states an accepting one can be reached from.
 *
 * @param edges the states that each state leads to; negative ones are none
 */
export function usefulStates(
  edges: readonly Iterable<number>[],
  accepting: readonly boolean[],
): boolean[] {
  const from: number[][] = edges.map(() => []);
  edges.forEach((targets, state) => {
    for (const to of targets) from[to]?.push(state);
  });
  const isUseful = [...accepting];
  const open = accepting.flatMap((accepts, state) => (accepts ? [state] : []));
  for (let state = open.pop(); state !== undefined; state = open.pop())
    for (const before of from[state] ?? []) {
      if (isUseful[before]) continue;
      isUseful[before] = true;
      open.push(before);
    }
  return isUseful;
}
