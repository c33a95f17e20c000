import type { RequestView } from '../match/request-view.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';
import { brokenStreams } from './broken-streams.ts';
import { delays } from './delays.ts';
import type { Effect } from './effect.ts';
import type { FaultName } from './fault-names.ts';
import type { DrawnFault } from './fault-plan.ts';
import { framings } from './framings.ts';
import { refusals } from './refusals.ts';

const effects: Readonly<Record<FaultName, Effect>> = {
  ...refusals,
  ...brokenStreams,
  ...framings,
  ...delays,
};

/** Faults that put an answer of their own in the place of the recorded one. */
export function replacesAnswer(fault: FaultName): boolean {
  return fault in refusals;
}

/**
 * Faults after which a client has reason to ask again, and is to get the answer then that it
 * has not got now.
 */
export function spoilsAnswer(fault: FaultName): boolean {
  return replacesAnswer(fault) || fault in brokenStreams;
}

/**
 * The plan with its faults.
 *
 * @throws FaultError where a fault cannot happen to this answer
 */
export function applyFaults(
  drawn: readonly DrawnFault[],
  plan: AnswerPlan,
  view: RequestView,
): AnswerPlan {
  return drawn.reduce(
    (before, { rule, random }) => effects[rule.fault](before, { rule, random, view }),
    plan,
  );
}
