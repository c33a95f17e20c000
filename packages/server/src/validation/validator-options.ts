import { fieldSupportKeyword } from '@samewire/shared-types';

/**
 * How request bodies are validated: as they are. Nothing is converted, filled in or
 * dropped, and the first fault ends the check, so that hostile bodies cost little.
 */
export const validatorOptions = {
  allErrors: false,
  coerceTypes: false,
  useDefaults: false,
  removeAdditional: false,
  // Faults carry the value and its schema, which the wording needs.
  verbose: true,
  discriminator: true,
  allowUnionTypes: true,
  keywords: [fieldSupportKeyword],
};
