import { unsupported } from './lark-fault.ts';
import type { ContextFreeGrammar, GrammarSymbol, Production } from './context-free.ts';

const maxSymbols = 400_000;

/** The rules from which something can be completed, where terminals always can. */
function completableRules({ rules }: ContextFreeGrammar): boolean[] {
  return rulesWhere(rules, () => true);
}

/** The rules that may match nothing. */
export function emptiableRules({ rules }: ContextFreeGrammar): boolean[] {
  return rulesWhere(rules, () => false);
}

/**
 * The rules with a production all of whose symbols hold: terminals as said, rules as found. Each
 * production is looked at once for each symbol in it.
 */
function rulesWhere(
  rules: ContextFreeGrammar['rules'],
  isHeld: (terminal: GrammarSymbol) => boolean,
): boolean[] {
  const found = rules.map(() => false);
  const usedBy: { rule: number; numOpen: number }[][] = rules.map(() => []);
  const fresh: number[] = [];
  const find = (rule: number) => {
    if (found[rule]) return;
    found[rule] = true;
    fresh.push(rule);
  };
  rules.forEach((productions, rule) => {
    for (const production of productions) {
      if (production.some((symbol) => symbol < 0 && !isHeld(symbol))) continue;
      const used = production.filter((symbol) => symbol >= 0);
      const open = { rule, numOpen: used.length };
      for (const symbol of used) usedBy[symbol]?.push(open);
      if (used.length === 0) find(rule);
    }
  });
  for (let rule = fresh.pop(); rule !== undefined; rule = fresh.pop())
    for (const open of usedBy[rule] ?? []) if (--open.numOpen === 0) find(open.rule);
  return found;
}

/** The same without productions that nothing can complete. */
export function withoutEndless(grammar: ContextFreeGrammar): ContextFreeGrammar {
  const isCompletable = completableRules(grammar);
  const rules = grammar.rules.map((productions) =>
    productions.filter((production) =>
      production.every((symbol) => symbol < 0 || isCompletable[symbol]),
    ),
  );
  return { rules };
}

/** The same with no rule that may match nothing, except for the first. */
export function withoutEmpty(grammar: ContextFreeGrammar): ContextFreeGrammar {
  const split = inPairs(grammar.rules);
  const mayBeEmpty = emptiableRules({ rules: split });
  const rules = split.map((productions) => {
    const kept = new Map<string, Production>();
    for (const production of productions)
      for (const variant of variantsOf(production, mayBeEmpty))
        if (variant.length > 0) kept.set(variant.join(), variant);
    return Array.from(kept.values());
  });
  if (!mayBeEmpty[0]) return withoutEndless({ rules });
  const start = rules[0] ?? [];
  const moved = rules.push(start) - 1;
  const renamed = rules.map((productions) =>
    productions.map((production) =>
      production.map((symbol) => (symbol === 0 ? moved : symbol)),
    ),
  );
  renamed[0] = [[moved], []];
  return withoutEndless({ rules: renamed });
}

/** Productions of more than two symbols as chains, so that leaving some out stays few ways. */
function inPairs(rules: ContextFreeGrammar['rules']): Production[][] {
  const result: Production[][] = rules.map(() => []);
  let numSymbols = 0;
  rules.forEach((productions, rule) => {
    for (const production of productions) {
      numSymbols += production.length * 3;
      if (numSymbols > maxSymbols) throw unsupported('a grammar this large');
      let rest = production.slice(-2);
      for (const symbol of production.slice(0, -2).toReversed())
        rest = [symbol, result.push([rest]) - 1];
      result[rule]?.push(rest);
    }
  });
  return result;
}

function variantsOf(
  production: Production,
  mayBeEmpty: readonly boolean[],
): Production[] {
  let variants: Production[] = [[]];
  for (const symbol of production) {
    const longer = variants.map((variant) => [...variant, symbol]);
    const mayBeLeftOut = symbol >= 0 && mayBeEmpty[symbol];
    variants = mayBeLeftOut ? [...longer, ...variants] : longer;
  }
  return variants;
}
