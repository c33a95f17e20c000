/**
 * - `replay`: answers what is recorded; anything else is answered with an error.
 * - `record-missing`: as `replay`, but what is not recorded is asked upstream and recorded.
 * - `record-all`: everything is asked upstream and recorded anew.
 * - `passthrough`: everything is asked upstream, nothing is recorded.
 * - `lockdown`: as `replay`; in addition the mode cannot be changed any more, and no
 *   connection to another machine is possible where the adapter can see to that.
 */
export const mockModes = [
  'replay',
  'record-missing',
  'record-all',
  'passthrough',
  'lockdown',
] as const;

export type MockMode = (typeof mockModes)[number];
