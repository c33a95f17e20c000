import type { ContextFreeGrammar, GrammarSymbol, Production } from './context-free.ts';
import { unsupported } from './lark-fault.ts';
import { emptiableRules, withoutEmpty, withoutEndless } from './plain-productions.ts';

const maxSymbols = 400_000;

/**
 * The same language by rules of which none begins with itself, directly or through others.
 *
 * Rules that begin with one another are written from the left corner on: first what a text of
 * theirs begins with, then, step by step, what makes more of it.
 *
 * @throws LarkFault for a grammar that becomes too large
 */
export function withoutLeftRecursion(grammar: ContextFreeGrammar): ContextFreeGrammar {
  if (circlesOf(beginnings(grammar)).length === 0) return grammar;
  const plain = withoutEmpty(grammar);
  const rules = plain.rules.map((productions) => [...productions]);
  let numSymbols = 0;
  for (const circle of circlesOf(beginnings(plain))) {
    const inside = new Set(circle);
    const seeds = circle.flatMap((rule) => withoutUnits(rules, rule, inside));
    const numPairs = circle.length ** 2;
    numSymbols +=
      seeds.reduce((sum, { symbols }) => sum + symbols.length + 2, 0) * numPairs;
    if (numSymbols > maxSymbols)
      throw unsupported('rules this large that begin with one another');
    rewrite(rules, circle, seeds);
  }
  return withoutEndless({ rules });
}

interface PlacedProduction {
  readonly rule: number;
  readonly symbols: Production;
}

function rewrite(
  rules: Production[][],
  circle: readonly number[],
  productions: readonly PlacedProduction[],
): void {
  const inside = new Set(circle);
  for (const goal of circle) {
    /** What is left of the goal once this rule is there. */
    const rest = new Map<number, GrammarSymbol>();
    for (const rule of circle) rest.set(rule, rules.push([]) - 1);
    rules[rest.get(goal)!]?.push([]);
    rules[goal] = [];
    for (const { rule, symbols } of productions) {
      const [first, ...others] = symbols;
      if (first !== undefined && inside.has(first))
        rules[rest.get(first)!]?.push([...others, rest.get(rule)!]);
      else rules[goal].push([...symbols, rest.get(rule)!]);
    }
  }
}

/** The productions of a rule, where those that only name another of the circle are followed. */
function withoutUnits(
  rules: readonly (readonly Production[])[],
  rule: number,
  inside: ReadonlySet<number>,
): PlacedProduction[] {
  const found = new Map<string, PlacedProduction>();
  const seen = new Set([rule]);
  for (const each of seen)
    for (const symbols of rules[each] ?? []) {
      const [first] = symbols;
      if (symbols.length === 1 && first !== undefined && inside.has(first))
        seen.add(first);
      else found.set(symbols.join(), { rule, symbols });
    }
  return [...found.values()];
}

/** For each rule, the rules that its texts may begin with. */
function beginnings(grammar: ContextFreeGrammar): number[][] {
  const mayBeEmpty = emptiableRules(grammar);
  return grammar.rules.map((productions) => {
    const found = new Set<number>();
    for (const production of productions)
      for (const symbol of production) {
        if (symbol < 0) break;
        found.add(symbol);
        if (!mayBeEmpty[symbol]) break;
      }
    return [...found];
  });
}

/** The sets of rules that lead to one another (Tarjan, without recursion). */
function circlesOf(edges: readonly (readonly number[])[]): number[][] {
  const order = edges.map(() => -1);
  const low = edges.map(() => 0);
  const isOpen = edges.map(() => false);
  const open: number[] = [];
  const circles: number[][] = [];
  let numSeen = 0;
  const enter = (rule: number) => {
    order[rule] = low[rule] = numSeen++;
    isOpen[rule] = true;
    open.push(rule);
    return { rule, at: 0 };
  };
  for (let root = 0; root < edges.length; root++) {
    if (order[root] !== -1) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { rule } = top;
      const next = edges[rule]?.[top.at++];
      if (next !== undefined) {
        if (order[next] === -1) path.push(enter(next));
        else if (isOpen[next]) low[rule] = Math.min(low[rule]!, order[next]!);
        continue;
      }
      path.pop();
      const above = path.at(-1)?.rule;
      if (above !== undefined) low[above] = Math.min(low[above]!, low[rule]!);
      if (low[rule] !== order[rule]) continue;
      const circle = open.splice(open.lastIndexOf(rule));
      for (const each of circle) isOpen[each] = false;
      if (circle.length > 1 || edges[rule]?.includes(rule)) circles.push(circle);
    }
  }
  return circles;
}
