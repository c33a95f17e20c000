import type { Adapter } from '../mock/adapter.ts';
import type { RequestView } from '../match/request-view.ts';
import { ruleMatches } from '../match/rule-matches.ts';
import { type Random, seededRandom } from '../player/random.ts';
import { FaultError } from './fault-error.ts';
import type { FaultRule } from './fault-rule.ts';

/** A fault that happens to a request, with the chance that belongs to it. */
export interface DrawnFault {
  readonly rule: FaultRule;
  readonly random: Random;
}

/** Who asks: rules count the requests of each session on their own. */
interface Session {
  readonly id: string;
  readonly faultCounts: Map<object, number>;
}

/**
 * Which faults happen when. The same seed and the same calls of a session give the same
 * faults, whatever other sessions do in between.
 */
export class FaultPlan {
  readonly #seed: number;
  readonly #adapters: Adapter[] = [];
  #rules: readonly FaultRule[] = [];

  constructor(seed: number, rules: readonly FaultRule[]) {
    this.#seed = seed;
    this.set(rules);
  }

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  /** @throws FaultError where a fault of the plan is beyond it */
  attach(adapter: Adapter): void {
    for (const { fault } of this.#rules) requireSupport(adapter, fault);
    this.#adapters.push(adapter);
  }

  /**
   * Replaces all rules.
   *
   * @throws FaultError where an attached adapter cannot do one of them
   */
  set(rules: readonly FaultRule[]): void {
    for (const { fault } of rules)
      for (const adapter of this.#adapters) requireSupport(adapter, fault);
    this.#rules = rules;
  }

  add(rule: FaultRule): void {
    this.set([...this.#rules, rule]);
  }

  clear(): void {
    this.#rules = [];
  }

  /** The faults a request meets, in the order of their rules. */
  draw(view: RequestView, session: Session): readonly DrawnFault[] {
    return this.#rules.flatMap((rule, index) => {
      if (rule.session !== undefined && rule.session !== session.id) return [];
      if (rule.match !== undefined && !ruleMatches(rule.match, view)) return [];
      const number = (session.faultCounts.get(rule) ?? 0) + 1;
      session.faultCounts.set(rule, number);
      if (rule.calls !== undefined && !rule.calls.includes(number)) return [];
      const random = seededRandom(`${this.#seed} ${session.id} ${index} ${number}`);
      return random() < (rule.probability ?? 1) ? [{ rule, random }] : [];
    });
  }
}

function requireSupport(
  { name, faults, limits }: Adapter,
  fault: FaultRule['fault'],
): void {
  if (!faults.has(fault))
    throw new FaultError(`the fault '${fault}' is not possible with ${name}: ${limits}`);
}
