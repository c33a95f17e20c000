import type { Scenario } from '../scenario.ts';
import { busyNeighbourScenario } from './busy-neighbour.ts';
import { crowdedCacheScenario } from './crowded-cache.ts';
import { evictedPrefixScenario } from './evicted-prefix.ts';
import { longPromptScenario } from './long-prompt.ts';
import { sharedPrefixScenarios } from './shared-prefix.ts';
import { streamScenarios } from './streams.ts';

export const scenarios: readonly Scenario[] = [
  ...streamScenarios,
  ...sharedPrefixScenarios,
  evictedPrefixScenario,
  longPromptScenario,
  crowdedCacheScenario,
  busyNeighbourScenario,
];
