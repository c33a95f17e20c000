import { headerValue } from '../exchange/header-list.ts';
import { countLeaves, isSubset } from './json-subset.ts';
import { messagesOf, systemText, textOfMessage, toolNames } from './messages.ts';
import type { RequestRule } from './request-rule.ts';
import type { RequestView } from './request-view.ts';
import { toTextCondition } from './text-condition.ts';

type Conditions = {
  readonly [Name in keyof RequestRule]-?: (
    wanted: NonNullable<RequestRule[Name]>,
    view: RequestView,
  ) => boolean;
};

const conditions: Conditions = {
  method: (wanted, { method }) => isText(wanted.toUpperCase(), method),
  path: (wanted, { path }) =>
    isText(wanted, path) || (wanted.startsWith('/') && path.endsWith(wanted)),
  host: (wanted, { host }) => isText(wanted, host),
  model: (wanted, { model }) => isText(wanted, model),
  stream: (wanted, { stream }) => wanted === stream,
  body: (wanted, { json }) => isSubset(wanted, json),
  system: (wanted, { json }) => isText(wanted, systemText(json)),
  lastMessage: (wanted, { json }) => {
    const last = messagesOf(json).at(-1);
    return last !== undefined && isText(wanted, textOfMessage(last));
  },
  lastRole: (wanted, { json }) => messagesOf(json).at(-1)?.['role'] === wanted,
  tools: (wanted, { json }) => {
    const offered = new Set(toolNames(json));
    return offered.size === wanted.length && wanted.every((name) => offered.has(name));
  },
  turn: (wanted, { json }) =>
    messagesOf(json).filter(({ role }) => role === 'user').length === wanted,
  headers: (wanted, { headers }) =>
    Object.entries(wanted).every(([name, value]) =>
      isText(value, headerValue(headers, name)),
    ),
};

const names = Object.keys(conditions) as readonly (keyof RequestRule)[];

/** Whether all conditions of a rule hold. */
export function ruleMatches(rule: RequestRule, view: RequestView): boolean {
  return failedCondition(rule, view) === undefined;
}

/** The first condition that does not hold. */
export function failedCondition(
  rule: RequestRule,
  view: RequestView,
): keyof RequestRule | undefined {
  return names.find((name) => !holds(name, rule, view));
}

/** The number of things a rule names: the rule with more of them says it more exactly. */
export function specificity(rule: RequestRule): number {
  return names.reduce((sum, name) => {
    const value = rule[name];
    return value === undefined ? sum : sum + countLeaves(value);
  }, 0);
}

function holds(name: keyof RequestRule, rule: RequestRule, view: RequestView): boolean {
  const wanted = rule[name];
  // The compiler cannot see that name and value belong together.
  const condition = conditions[name] as (wanted: unknown, view: RequestView) => boolean;
  return wanted === undefined || condition(wanted, view);
}

function isText(wanted: string, actual: string | undefined): boolean {
  return actual !== undefined && toTextCondition(wanted)(actual);
}
