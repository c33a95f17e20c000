import { isJsonObject, type JsonValue } from '../exchange/json.ts';
import type { Finding } from './find-exchange.ts';
import { type Difference, diffJson, showDifference } from './json-diff.ts';
import { countLeaves } from './json-subset.ts';
import type { Entry, Library } from './library.ts';
import { normalBody } from './normal-body.ts';
import type { RequestView } from './request-view.ts';
import { failedCondition } from './rule-matches.ts';

/** Why no recorded exchange answers a request. */
export interface Miss {
  readonly reason: 'unknown' | 'used-up' | 'ambiguous' | 'impossible-fault';
  /** For people: what was asked, what is nearest, where it differs, what to do. */
  readonly message: string;
  readonly nearest?: {
    readonly cassette: string;
    readonly index: number;
    readonly differences: readonly Difference[];
  };
}

const maxDifferencesShown = 12;

export function describeMiss(
  view: RequestView,
  finding: Exclude<Finding, { found: Entry }>,
  library: Library,
): Miss {
  const asked = `${view.method} ${view.path}`;
  if (finding.missed === 'used-up') {
    const { length } = finding.entries;
    const times = length === 1 ? 'once' : `${length} times`;
    return {
      reason: 'used-up',
      message:
        `${asked}: the same request was recorded ${times}, and ${length === 1 ? 'that answer was' : 'those answers were'} ` +
        `given already (${places(finding.entries)}). Record it once more, use another ` +
        `session, or give the last answer again with repeat: 'last'.`,
    };
  }
  if (finding.missed === 'ambiguous')
    return {
      reason: 'ambiguous',
      message:
        `${asked}: ${finding.entries.length} rules fit equally well ` +
        `(${places(finding.entries)}). Make one of them more exact.`,
    };
  return describeUnknown(asked, view, library);
}

function noneFits(numRules: number): string {
  return numRules === 1
    ? 'one rule is there and does not fit'
    : `${numRules} rules are there and none fits`;
}

function describeUnknown(asked: string, view: RequestView, library: Library): Miss {
  const nearest = findNearest(view, library);
  if (nearest === undefined) {
    const [ruled] = library.ruled;
    const failed =
      ruled === undefined ? undefined : failedCondition(ruled.exchange.match ?? {}, view);
    const hint =
      failed === undefined
        ? 'nothing is recorded'
        : `${noneFits(library.ruled.length)}; ${place(ruled as Entry)} fails at '${failed}'`;
    return { reason: 'unknown', message: `${asked}: no recorded answer: ${hint}.` };
  }
  const { entry, differences } = nearest;
  const lines = differences.slice(0, maxDifferencesShown).map(showDifference);
  const more = differences.length - maxDifferencesShown;
  return {
    reason: 'unknown',
    message: [
      `${asked}: no recorded answer. Nearest is ${place(entry)}; recorded (-) and asked (+):`,
      ...lines,
      ...(more > 0 ? [`  and ${more} more differences`] : []),
    ].join('\n'),
    nearest: { cassette: entry.cassette, index: entry.index, differences },
  };
}

interface Nearest {
  readonly entry: Entry;
  readonly differences: readonly Difference[];
}

/** The recorded request with the fewest differences for its size, same endpoint first. */
function findNearest(view: RequestView, library: Library): Nearest | undefined {
  const asked = comparable(view, library);
  let best: (Nearest & { readonly distance: number }) | undefined;
  for (const entry of library.entries) {
    if (entry.view === undefined) continue;
    const recorded = comparable(entry.view, library);
    const differences = diffJson(recorded, asked);
    const sameRoute = entry.view.route === view.route ? 0 : 1;
    const distance =
      sameRoute * 1000 +
      differences.length / (countLeaves(recorded) + countLeaves(asked));
    if (best === undefined || distance < best.distance)
      best = { entry, differences, distance };
  }
  return best;
}

/** Everything that counts, with the body's fields on the top level. */
function comparable(view: RequestView, { ignoredFields }: Library): JsonValue {
  const body = normalBody(view, ignoredFields);
  return {
    '(method)': view.method,
    '(endpoint)': view.route,
    '(query)': Object.fromEntries(view.query),
    ...(isJsonObject(body) ? body : { '(body)': body }),
  };
}

export function place({ cassette, index }: Pick<Entry, 'cassette' | 'index'>): string {
  return `${cassette}, exchange ${index + 1}`;
}

function places(entries: readonly Entry[]): string {
  return entries.map(place).join('; ');
}
