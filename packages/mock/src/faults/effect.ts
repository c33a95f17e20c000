import type { RequestView } from '../match/request-view.ts';
import type { AnswerPlan } from '../player/answer-plan.ts';
import type { Random } from '../player/random.ts';
import type { FaultRule } from './fault-rule.ts';

/** What a fault has to go by. */
export interface EffectContext {
  readonly rule: FaultRule;
  readonly random: Random;
  readonly view: RequestView;
}

/**
 * Does a fault to an answer.
 *
 * @throws FaultError where it cannot happen to this answer
 */
export type Effect = (plan: AnswerPlan, context: EffectContext) => AnswerPlan;
