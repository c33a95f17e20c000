import type { Entry, Library } from './library.ts';
import type { RequestView } from './request-view.ts';
import { ruleMatches, specificity } from './rule-matches.ts';

/** What happens when all recorded answers to a request were given. */
export type Repeat = 'error' | 'last';

export type Finding =
  | { readonly found: Entry }
  | { readonly missed: 'unknown' }
  /** Every answer there is was given already. */
  | { readonly missed: 'used-up'; readonly entries: readonly Entry[] }
  /** Rules that say it equally exactly. */
  | { readonly missed: 'ambiguous'; readonly entries: readonly Entry[] };

/**
 * The exchange that answers a request: the next one recorded for the same request, else the
 * next one whose rule fits most exactly.
 */
export function findExchange(
  view: RequestView,
  library: Library,
  options: {
    readonly isUsed: (entry: Entry) => boolean;
    readonly isAllowed: (entry: Entry) => boolean;
    readonly repeat: Repeat;
  },
): Finding {
  const { isUsed, isAllowed, repeat } = options;
  const recorded = library.withKey(library.keyOf(view)).filter(isAllowed);
  const same = recorded.length > 0 ? nearestOrigin(view, recorded) : [];
  const fitting = same.length > 0 ? same : fittingRules(view, library, isAllowed);
  if (fitting.length === 0) return { missed: 'unknown' };
  if (!haveOneRule(fitting)) return { missed: 'ambiguous', entries: fitting };
  const next = fitting.find((entry) => !isUsed(entry));
  const found = next ?? (repeat === 'last' ? fitting.at(-1) : undefined);
  return found === undefined ? { missed: 'used-up', entries: fitting } : { found };
}

/** Of the same request sent to several providers, those of the provider that is asked. */
function nearestOrigin(view: RequestView, entries: readonly Entry[]): readonly Entry[] {
  if (entries.length === 1) return entries;
  const ranked = entries.map((entry) => ({ entry, rank: originRank(view, entry) }));
  const best = Math.max(...ranked.map(({ rank }) => rank));
  return ranked.filter(({ rank }) => rank === best).map(({ entry }) => entry);
}

function originRank({ host, path }: RequestView, { view }: Entry): number {
  if (view === undefined) return 0;
  const samePath = view.path === path;
  return (host !== undefined && host === view.host ? 2 : 0) + (samePath ? 1 : 0);
}

function fittingRules(
  view: RequestView,
  { ruled }: Library,
  isAllowed: (entry: Entry) => boolean,
): readonly Entry[] {
  const fitting = ruled.filter(
    (entry) => isAllowed(entry) && ruleMatches(entry.exchange.match ?? {}, view),
  );
  const ranks = fitting.map(({ exchange }) => specificity(exchange.match ?? {}));
  const best = Math.max(...ranks);
  return fitting.filter((_, index) => ranks[index] === best);
}

/** The same rule several times means several answers in order. */
function haveOneRule(entries: readonly Entry[]): boolean {
  if (entries.length === 1) return true;
  const rules = entries.map(({ exchange }) => JSON.stringify(exchange.match));
  return rules.every((rule) => rule === rules[0]);
}
