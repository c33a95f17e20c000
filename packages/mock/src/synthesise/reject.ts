import type { ScenarioError } from '../scenario/scenario.ts';
import { holds } from './condition.ts';
import { fieldAt } from './request.ts';
import type { Session } from './session.ts';

/** The error a provider has for a request, if it refuses a field of it. */
export function rejection(session: Session): ScenarioError | undefined {
  const { profile, body, tags } = session;
  const rule = profile.rejects.find(({ field, unless, when = '' }) => {
    const value = fieldAt(body, field);
    return value !== undefined && value !== unless && holds(when, tags);
  });
  if (rule === undefined) return undefined;
  return { ...rule.error, kind: rule.kind } as ScenarioError;
}
