import { renderClientLimits } from './client-limits.ts';
import { renderFaults } from './faults.ts';
import { renderProviderQuirks } from './provider-quirks.ts';

/** The pages of docs/ that are made from what the mock and its tests know. */
export const pages: Readonly<Record<string, () => string>> = {
  'client-limits.md': renderClientLimits,
  'faults.md': renderFaults,
  'provider-quirks.md': renderProviderQuirks,
};
