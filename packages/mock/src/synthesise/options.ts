import type { Profile } from '../profiles/schema.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { SynthesisRequest } from './request.ts';

/** Who answers what, and how. */
export interface SynthesisOptions {
  readonly profile: Profile;
  readonly scenario: Scenario;
  readonly request?: SynthesisRequest;
  /**
   * The number of the call in a conversation. Other numbers give other ids for the same
   * scenario. Default 0.
   */
  readonly call?: number;
  /** Variants of the profile besides those that the model's name calls for. */
  readonly variants?: readonly string[];
}
